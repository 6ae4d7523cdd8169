"""What two states of a desk have otherwise, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from ladder_sim.core.display import plain, yes_no
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.unit_words import parameter_text
from ladder_sim.desk.state import Candidate, Changed, DeskState, SchemeSheet
from ladder_sim.desk.workforce_settings import WorkforceSettings
from ladder_sim.files.changes import diff
from ladder_sim.model.assumptions import Value
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.variant_titles import setting


class FindsByName(Protocol):
    """Where schemes and people are found by their ids."""

    def scheme(self, name: str, texts: Mapping[str, str] | None = None) -> Scheme:
        """A scheme."""

    def workforce(self, name: str) -> Workforce:
        """A workforce."""


def differences(before: DeskState, after: DeskState, known: FindsByName) -> list[str]:
    """What `after` has otherwise than `before`, a line each, in the language in use; empty where they are alike.

    Raises
    ------
    LadderError
        A scheme or people that one of them names cannot be loaded.
    """
    return [
        *_chosen(before, after, known), *_texts(before, after, known), *_sheets(before, after, known),
        *_settings(before, after, known), *_together(before, after),
    ]  # fmt: skip


def contents(state: DeskState, known: FindsByName) -> list[str]:
    """What a state holds, a line each: the scheme, the people, and what was changed of the files. Raises as above."""
    plain_state = DeskState(state.scheme, state.people, texts=state.texts)
    scheme, people = known.scheme(state.scheme, state.texts), known.workforce(state.people)
    head = tr("{scheme} · {people}", "{scheme} · {people}", scheme=scheme.title, people=people.title)
    return [head, *differences(plain_state, state, known)]


def _chosen(before: DeskState, after: DeskState, known: FindsByName) -> Iterator[str]:
    if before.scheme != after.scheme:
        yield _turned(tr("scheme", "方案"), known.scheme(before.scheme, before.texts).title,
                      known.scheme(after.scheme, after.texts).title)  # fmt: skip
    if before.people != after.people:
        yield _turned(tr("people", "人员"), known.workforce(before.people).title, known.workforce(after.people).title)


def _turned(what: str, old: Title | str, new: Title | str) -> str:
    return tr("{what}: {old} → {new}", "{what}：{old} → {new}", what=what, old=old, new=new)


def _texts(before: DeskState, after: DeskState, known: FindsByName) -> Iterator[str]:
    for name in (*after.texts, *(one for one in before.texts if one not in after.texts)):
        old, new = before.texts.get(name), after.texts.get(name)
        if old == new:
            continue
        if old is None or new is None:
            added, gone = (
                Title("scheme of yours added", "加入自有方案"),
                Title("scheme of yours taken away", "移除自有方案"),
            )
            yield f"{added if old is None else gone}: {name}"
            continue
        lines = diff(known.scheme(name, before.texts), known.scheme(name, after.texts))
        where = known.scheme(name, after.texts).title
        yield from (tr("{scheme}: {line}", "{scheme}：{line}", scheme=where, line=line) for line in lines)


def _sheets(before: DeskState, after: DeskState, known: FindsByName) -> Iterator[str]:
    for name in dict.fromkeys((after.scheme, *after.sheets, *before.sheets)):
        old, new = before.sheets.get(name, SchemeSheet()), after.sheets.get(name, SchemeSheet())
        if old == new:
            continue
        scheme = known.scheme(name, after.texts if name in after.texts else before.texts)
        lines = [*parameter_lines(old.changed, new.changed, scheme), *_comparing(old, new, scheme, known, after)]
        if name == after.scheme:
            yield from lines
        else:
            yield from (tr("{scheme}: {line}", "{scheme}：{line}", scheme=scheme.title, line=line) for line in lines)


def parameter_lines(before: Changed, after: Changed, scheme: Scheme) -> list[str]:
    """What differs between two settings of a scheme's parameters, in the order of its file."""
    old, new = dict(before), dict(after)
    lines = []
    for name, parameter in scheme.parameters.items():
        was, now = old.get(name, parameter.value), new.get(name, parameter.value)
        if was != now:
            lines.append(tr("{now} (was {was})", "{now}（原为{was}）", now=setting(parameter, now),
                            was=_valued(parameter, was)))  # fmt: skip
    return lines


def _valued(parameter: Parameter, value: Value) -> str:
    text = yes_no(value) if isinstance(value, bool) else value if isinstance(value, str) else plain(value)
    return parameter_text(text, value, parameter.unit, parameter.title)


def _comparing(
    old: SchemeSheet, new: SchemeSheet, scheme: Scheme, known: FindsByName, state: DeskState
) -> Iterator[str]:
    if old.baseline != new.baseline:
        own = tr("{title} (as in its file)", "{title}（与文件相同）", title=scheme.title)
        names = [own if one is None else candidate_title(one, known, state) for one in (old.baseline, new.baseline)]
        yield _turned(tr("baseline", "基准方案"), *names)
    for one in (candidate for candidate in new.beside if candidate not in old.beside):
        yield tr("beside it: {title}", "并列：{title}", title=candidate_title(one, known, state))
    for one in (candidate for candidate in old.beside if candidate not in new.beside):
        yield tr("no longer beside it: {title}", "不再并列：{title}", title=candidate_title(one, known, state))
    if old.move != new.move and old.move:  # the first is chosen by itself
        titles = {move.id: move.title for move in scheme.moves}
        yield _turned(tr("promotion in the last chart", "受阻图中的晋升"), titles.get(old.move, Title.plain(old.move)),
                      titles.get(new.move, Title.plain(new.move)))  # fmt: skip


def candidate_title(candidate: Candidate, known: FindsByName, state: DeskState) -> str:
    """A candidate's scheme with what differs from its file, in words. Raises as `differences`."""
    scheme = known.scheme(candidate.scheme, state.texts)
    changed = dict(candidate.changed)
    told = [setting(scheme.parameters[name], value) for name, value in changed.items() if name in scheme.parameters]
    told += candidate.settings.told()
    if not told:
        return str(scheme.title)
    return tr("{title} ({told})", "{title}（{told}）", title=scheme.title, told=tr(", ", "，").join(told))


def _settings(before: DeskState, after: DeskState, known: FindsByName) -> Iterator[str]:
    for name in dict.fromkeys((after.people, *after.settings, *before.settings)):
        old = before.settings.get(name, WorkforceSettings())
        new = after.settings.get(name, WorkforceSettings())
        lines = [line for line in new.told() if line not in old.told()]
        lines += [tr("{title}: as in the file again", "{title}：恢复为文件取值", title=title)
                  for title in old.moved_titles() if title not in new.moved_titles()]  # fmt: skip
        if name != after.people and lines:
            where = known.workforce(name).title
            lines = [tr("{people}: {line}", "{people}：{line}", people=where, line=line) for line in lines]
        yield from lines


def _together(before: DeskState, after: DeskState) -> Iterator[str]:
    if before.together != after.together:
        yield (
            tr("changes to the people apply to every scheme", "人员调节对所有方案生效")
            if after.together
            else tr("changes to the people apply to the what-if alone", "人员调节只对试算方案生效")
        )
