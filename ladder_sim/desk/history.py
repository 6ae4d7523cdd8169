"""What was on the desk before and what was taken back, and the versions that have a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.desk.state import DeskState
from ladder_sim.desk.timeline import Timeline

#: So many steps can be taken back, and so many versions have names.
MOST_STEPS, MOST_VERSIONS = 50, 30
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Version:
    """A state under a name."""

    name: str
    state: DeskState


@dataclass(frozen=True, slots=True)
class DeskHistory(Timeline[DeskState]):
    """The present state, those before it, those taken back, named versions.

    Parameters
    ----------
    draft : the text of the scheme that is open in the form, which has steps of its own; '' for none
    """

    versions: tuple[Version, ...] = ()
    draft: str = ""


def stepped(history: DeskHistory, state: DeskState, *, joined: bool = False) -> DeskHistory:
    """The history one step further.

    Parameters
    ----------
    joined : whether it goes on with the step before, as a slider does while it is dragged; then one undo takes back
        both
    """
    state = replace(state, language=history.now.language)
    if state == history.now:
        return history
    return history.stepped(state, MOST_STEPS, joined=joined)


def spoken(history: DeskHistory, language: str) -> DeskHistory:
    """The history in another language, which is no step: undo does not speak another."""
    return replace(history, now=replace(history.now, language=language))


def undone(history: DeskHistory) -> DeskHistory:
    """The history one step back; the same where there is none."""
    return spoken(history.undone(), history.now.language)


def redone(history: DeskHistory) -> DeskHistory:
    """The history with the last undo taken back; the same where there is none."""
    return spoken(history.redone(), history.now.language)


def named(history: DeskHistory, name: str) -> DeskHistory:
    """The history with the present state under a name. Raises `LadderError` where the name will not do."""
    name = re.sub(r"\s+", " ", name).strip()
    if not name:
        raise LadderError(tr("a version needs a name, such as 'before the meeting'", "版本需要名称，例如“会前”"))
    if len(name) > LONGEST_NAME:
        raise LadderError(tr("the name '{name}…' is longer than {n} characters; shorten it",
                             "名称“{name}……”超过{n}个字符，请缩短", name=name[:20], n=LONGEST_NAME))  # fmt: skip
    if any(one.name == name for one in history.versions):
        raise LadderError(tr("there is a version '{name}' already; choose another name or delete that one",
                             "已有名为“{name}”的版本；请换一个名称，或先删除原版本", name=name))  # fmt: skip
    if len(history.versions) >= MOST_VERSIONS:
        raise LadderError(tr("there are {n} versions, the most that are kept; delete one first",
                             "已有{n}个版本，达到上限；请先删除一个", n=MOST_VERSIONS))  # fmt: skip
    return replace(history, versions=(*history.versions, Version(name, history.now)))


def reopened(history: DeskHistory, name: str) -> DeskHistory:
    """The history with a version's state as its next step. Raises `LadderError` where there is none of that name."""
    return stepped(history, _version(history, name).state)


def forgotten(history: DeskHistory, name: str) -> DeskHistory:
    """The history without a version. Raises `LadderError` where there is none of that name."""
    gone = _version(history, name)
    return replace(history, versions=tuple(one for one in history.versions if one is not gone))


def taken_up(history: DeskHistory, other: DeskHistory) -> DeskHistory:
    """The history with the state of another as its next step, and the versions of both.

    Parameters
    ----------
    other : as read from a file or a link; a version of it whose name is taken for another state gets a number

    Raises
    ------
    LadderError
        Together they have more versions than are kept.
    """
    kept = list(history.versions)
    for one in other.versions:
        if any(mine.state == one.state and mine.name == one.name for mine in kept):
            continue
        taken = {mine.name for mine in kept}
        names = (one.name, *(f"{one.name} ({n})" for n in range(2, len(taken) + 3)))
        kept.append(replace(one, name=next(name for name in names if name not in taken)))
    if len(kept) > MOST_VERSIONS:
        raise LadderError(tr("together these would be {n} versions, and {most} at most are kept; delete some first",
                             "合并后共{n}个版本，超过上限{most}个；请先删除一些",
                             n=len(kept), most=MOST_VERSIONS))  # fmt: skip
    return replace(stepped(history, other.now), versions=tuple(kept), draft=history.draft or other.draft)


def throughout(history: DeskHistory, change: Callable[[DeskState], DeskState]) -> DeskHistory:
    """The history with every state in it changed, as where a file is gone that some of them name."""
    versions = tuple(replace(one, state=change(one.state)) for one in history.versions)
    past, future = (tuple(map(change, states)) for states in (history.past, history.future))
    return replace(history, now=change(history.now), past=past, future=future, versions=versions)


def _version(history: DeskHistory, name: str) -> Version:
    found = next((one for one in history.versions if one.name == name), None)
    if found is None:
        raise LadderError(tr("there is no version '{name}'", "没有名为“{name}”的版本", name=name)
                          + nearest(name, [one.name for one in history.versions]))  # fmt: skip
    return found
