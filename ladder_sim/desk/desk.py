"""A desk in use: its history, what it has loaded, and who is told when a state is to be shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ladder_sim.core.i18n import tr, use
from ladder_sim.core.problems import NOWHERE, LadderError, Problems
from ladder_sim.desk import history as steps
from ladder_sim.desk.book import DeskBook
from ladder_sim.desk.history import DeskHistory
from ladder_sim.desk.reading import check_fits, misfit
from ladder_sim.desk.state import OWN_PEOPLE, Changed, DeskState, with_text, without_people
from ladder_sim.desk.words import contents, differences
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.registry import find_file

#: Seconds within which moves of one control are one step.
ONE_MOVE = 1.5


class Desk:
    """One state at a time, with everything before it. `show` is called where another state is to be shown."""

    def __init__(self, state: DeskState, book: DeskBook) -> None:
        self.book = book
        self.history = DeskHistory(state)
        self.show: Callable[[], object] = lambda: None
        self.told: Callable[[], object] = lambda: None  # something is to be kept, whoever keeps it
        self._last: tuple[str, float] = ("", 0.0)  # the control that moved last, and when

    @property
    def now(self) -> DeskState:
        """What lies on the desk."""
        return self.history.now

    def step(self, state: DeskState, control: str = "") -> None:
        """Put another state on the desk, which is shown already.

        Parameters
        ----------
        control : what was moved; moves of one control close upon each other are one step
        """
        at = time.monotonic()
        joined = bool(control) and control == self._last[0] and at - self._last[1] < ONE_MOVE
        self._last = (control, at)
        self._keep(steps.stepped(self.history, state, joined=joined))

    def take_back(self, state: DeskState) -> None:
        """Forget the last step, which could not be shown, and what it made of `state`."""
        self._keep(replace(steps.undone(self.history), now=state, future=()))

    def turn_to(self, state: DeskState) -> None:
        """Put another state on the desk, and show it. Raises `LadderError` where it cannot be shown."""
        self._show(steps.stepped(self.history, state))

    def speak(self, language: str) -> None:
        """Go on in another language."""
        use(language)
        self._keep(steps.spoken(self.history, language))

    def undo(self) -> None:
        """Go one step back, and show it. Raises `LadderError` where it cannot be shown any more."""
        self._show(steps.undone(self.history))

    def redo(self) -> None:
        """Take the last undo back. Raises as `undo`."""
        self._show(steps.redone(self.history))

    def name(self, name: str) -> None:
        """Keep the present state under a name. Raises `LadderError` where the name will not do."""
        self._keep(steps.named(self.history, name))

    def reopen(self, name: str) -> None:
        """Show a version again. Raises `LadderError` where it cannot be shown."""
        self._show(steps.reopened(self.history, name))

    def forget(self, name: str) -> None:
        """Delete a version."""
        self._keep(steps.forgotten(self.history, name))

    def take_up(self, other: DeskHistory, *, whole: bool = False) -> list[str]:
        """Show what a file or a link holds.

        Parameters
        ----------
        whole : go on with its history, as after a reload; else it is the next step, and the present state stays behind

        Returns
        -------
        What could not be taken up, a line each: a list of people is in no file and no link.

        Raises
        ------
        LadderError
            With everything that does not fit; then nothing moves.
        """
        lost = OWN_PEOPLE in people_of(other) and not self.book.knows_people(OWN_PEOPLE)
        if lost:
            other = steps.throughout(other, partial(without_people, gone=OWN_PEOPLE, instead=self.now.people))
        check_fits(other.now, self.book)
        use(other.now.language)
        now = replace(self.history, now=replace(self.history.now, language=other.now.language))
        self._show(other if whole else steps.taken_up(now, other))
        return [] if not lost else [
            tr("It was played with a list of people, which no file and no link holds: upload the list again.",
               "其中使用了自有名单，文件和链接均不含名单，请重新上传。")
        ]  # fmt: skip

    def keep_draft(self, text: str) -> None:
        """Keep the text of the scheme that is open in the form, which has steps of its own; '' for none."""
        if text != self.history.draft:
            self._keep(replace(self.history, draft=text))

    def take_scheme_in(self, text: str, beside: str = "") -> str:
        """Put a scheme of one's own on the desk and show it, in place of an earlier text of the same id.

        Parameters
        ----------
        text : the YAML text of its file
        beside : what one that is new here is compared with; '' for itself

        Returns
        -------
        Its id.

        Raises
        ------
        LadderError
            It is none that can be played, or there is a scheme of its id at hand; then nothing moves.
        """
        made = self.book.scheme_of(text)
        if made.id not in self.now.texts and find_file(made.id, "scheme", NOWHERE, Problems()) is not None:
            raise LadderError(tr("there is a scheme '{name}' at hand; give yours another id, such as '{name}-2'",
                                 "已有编号为“{name}”的方案；请换一个编号，例如“{name}-2”", name=made.id))  # fmt: skip

        def fitting(changed: Changed) -> Changed:
            return tuple((name, value) for name, value in changed if not misfit(name, value, made.parameters))

        self._show(steps.stepped(self.history, with_text(self.now, made.id, text, fitting, beside)))
        return made.id

    def take_people_in(self, name: str, workforce: Workforce) -> None:
        """Put people of one's own on the desk, in place of those of the same name."""
        before = self.book.workforce(name) if self.book.knows_people(name) else None
        self.book.add_people(name, workforce)
        try:
            self._show(steps.stepped(self.history, replace(self.now, people=name)), again=True)
        except BaseException:
            if before is None:
                self.book.remove_people(name)
            else:
                self.book.add_people(name, before)
            raise

    def take_people_away(self, name: str, instead: str) -> None:
        """Delete people of one's own, out of every state that names them."""
        gone = partial(without_people, gone=name, instead=instead)
        self._show(steps.throughout(self.history, gone))
        self.book.remove_people(name)

    def changes_since(self, name: str) -> list[str]:
        """What a version has otherwise than the present state, in words. Raises `LadderError`."""
        version = next(one for one in self.history.versions if one.name == name)
        return differences(self.now, version.state, self.book)

    def contents(self, state: DeskState) -> list[str]:
        """What a state holds, in words; its ids where it names what is not at hand any more."""
        try:
            return contents(state, self.book)
        except LadderError:
            return [f"{state.scheme} · {state.people}"]

    def last_change(self, *, back: bool) -> str:
        """What undo (or redo) would change, in words; '' where there is nothing or it cannot be told."""
        others = self.history.past if back else self.history.future
        if not others:
            return ""
        first, second = (others[-1], self.now) if back else (self.now, others[-1])
        try:
            return " · ".join(differences(first, second, self.book))
        except LadderError:
            return ""

    def _show(self, history: DeskHistory, *, again: bool = False) -> None:
        """Show another history's state; where that fails nothing has moved."""
        before, self._last = self.history, ("", 0.0)
        shown = (history.now, history.draft) == (before.now, before.draft) and not again
        self.history = history
        try:
            if not shown:
                self.show()
        except BaseException:
            self.history = before
            raise
        self.told()

    def _keep(self, history: DeskHistory) -> None:
        self.history = history
        self.told()


def people_of(history: DeskHistory) -> set[str]:
    """The ids of the people that any state of a history names."""
    states = (history.now, *history.past, *history.future, *(one.state for one in history.versions))
    return {name for state in states for name in (state.people, *state.settings)}
