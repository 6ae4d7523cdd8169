"""What the tab *Compare* does: another baseline, schemes beside it, and the promotion that is taken apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.state import MOST_BESIDE, Candidate, SchemeSheet
from ladder_sim.desk.workforce_settings import WorkforceSettings
from ladder_sim.model.scheme import Scheme
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.scenario_list import listed_scenarios, own_schemes
from ladder_sim.notebook.sidebar import CompareCalls, CompareControls

OWN = "file"  # the baseline that is the scheme itself, as its file has it


class ComparedExplorer(Protocol):
    """What is compared: the scheme of an explorer, and how it shows another sheet of it."""

    scheme: Scheme
    banner: Banner
    desk: Desk

    @property
    def together(self) -> bool:
        """Whether changes to the people hold for the schemes beside, too."""

    @property
    def move(self) -> str:
        """The promotion whose stops are shown."""

    def step(self, sheet: SchemeSheet) -> None:
        """Another sheet, which is drawn. Raises `LadderError`."""

    def redraw(self) -> None:
        """Bring the picture up to date."""


class Comparing:
    """The tab of an explorer; `controls` are its widgets, `offered` the what-ifs to choose from, by id."""

    def __init__(self, explorer: ComparedExplorer) -> None:
        self._explorer = explorer
        self.banner = explorer.banner
        self.offered: dict[str, Candidate] = {}
        self._building = True

    def build(self) -> CompareControls:
        """The widgets, in the language in use."""
        self._building = True
        sheet = self._explorer.desk.now.sheet
        for one in (*filter(None, [sheet.baseline]), *sheet.beside):
            if one.changed:
                self.offered.setdefault(self._key(one), replace(one, settings=WorkforceSettings()))
        calls = CompareCalls(
            self._baseline, self._add, self._add_this, self._remove, self._together, self._choose_move
        )  # fmt: skip
        self.controls = CompareControls(self._choices(), self.base_key, together=self._explorer.together, calls=calls)
        self._building = False
        return self.controls

    @property
    def base_key(self) -> str:
        """The baseline, as the list of schemes names it."""
        baseline = self._explorer.desk.now.sheet.baseline
        return OWN if baseline is None else self._key(baseline)

    def _choices(self) -> list[tuple[str, str]]:
        """What may be a baseline or stand beside: this scheme, those made here, then the catalog."""
        own = tr("{title} (as in its file)", "{title}（与文件相同）", title=self._explorer.scheme.title)
        made = [
            (self._explorer.desk.book.variant(self._explorer.desk.now, one), key) for key, one in self.offered.items()
        ]
        mine = [one for one in own_schemes(self._explorer.desk) if one[1] != self._explorer.desk.now.scheme]
        others = [entry for entry in listed_scenarios("scheme") if entry.id not in self.offered]
        base = self._explorer.desk.now.sheet.baseline
        known = (*self.offered, *(key for _, key in mine), *(entry.id for entry in others))
        if base is not None and self.base_key not in known:
            made.append((self._explorer.desk.book.variant(self._explorer.desk.now, base), self.base_key))
        return [(own, OWN), *mine, *((str(one.scheme.title), key) for one, key in made),
                *((str(entry.title), entry.id) for entry in others)]  # fmt: skip

    @guarded
    def _baseline(self, key: str) -> None:
        if self._building or key == self.base_key:
            return
        try:
            chosen = None if key == OWN else self._candidate(key)
            self._explorer.step(replace(self._explorer.desk.now.sheet, baseline=chosen))
        except LadderError:  # it does not fit: the picture stays as it was, and so does the choice
            self.controls.baseline.value = self.base_key
            raise

    @guarded
    def _add(self, key: str) -> None:
        self._put_beside(self._candidate(key))

    @guarded
    def _add_this(self) -> None:
        candidate = self._explorer.desk.book.candidate(self._explorer.desk.now)
        self._put_beside(candidate)
        if candidate.changed:
            self.offered[self._key(candidate)] = replace(candidate, settings=WorkforceSettings())
        self._refresh_choices()

    def _put_beside(self, candidate: Candidate) -> None:
        sheet = self._explorer.desk.now.sheet
        if len(sheet.beside) >= MOST_BESIDE:
            raise LadderError(tr("at most {n} schemes stand beside the baseline; remove one first",
                                 "最多并列{n}个方案；请先移除一个", n=MOST_BESIDE))  # fmt: skip
        if candidate in sheet.beside:
            title = self._explorer.desk.book.variant(self._explorer.desk.now, candidate).scheme.title
            raise LadderError(tr("{title} is there already", "{title}已在其中", title=title))
        self._explorer.step(replace(sheet, beside=(*sheet.beside, candidate)))

    @guarded
    def _remove(self, at: int) -> None:
        sheet = self._explorer.desk.now.sheet
        self._explorer.step(replace(sheet, beside=(*sheet.beside[:at], *sheet.beside[at + 1 :])))

    @guarded
    def _together(self, on: bool) -> None:
        if on == self._explorer.together:
            return
        self._explorer.desk.step(replace(self._explorer.desk.now, together=on))
        self._explorer.redraw()

    @guarded
    def _choose_move(self, move: str) -> None:
        if move != self._explorer.move:
            self._explorer.step(replace(self._explorer.desk.now.sheet, move=move))

    def offer(self, scheme: Scheme) -> None:
        """Have a scheme that was saved here among those to choose from."""
        self._explorer.desk.book.add_scheme(scheme)
        self.offered[scheme.id] = Candidate(scheme.id)
        self._refresh_choices()

    def _refresh_choices(self) -> None:
        self._building, chosen = True, self._choices()
        for one in (self.controls.baseline, self.controls.scheme):
            value, one.options = one.value, chosen
            one.value = value
        self._building = False

    def _key(self, candidate: Candidate) -> str:
        return self._explorer.desk.book.variant(self._explorer.desk.now, candidate).scheme.id

    def _candidate(self, key: str) -> Candidate:
        return Candidate(self._explorer.desk.now.scheme) if key == OWN else self.offered.get(key, Candidate(key))
