"""What the parts of the form share: the sheet as it stands, what changes it, and what is told when it has changed."""

from __future__ import annotations

from collections.abc import Callable

from ladder_sim.desk.timeline import Timeline
from ladder_sim.editing.remarks import FieldRemark, remarks_of
from ladder_sim.editing.sheet import FileSheet
from ladder_sim.editing.starting import blank_sheet
from ladder_sim.model.scheme import Scheme

#: So many steps can be taken back.
STEPS = 200
SheetChange = Callable[[FileSheet], FileSheet]


class FormDesk:
    """A sheet with its past. Views are told of every change; those with another shape are built anew.

    `listeners` are called with True where parts came, went or got another name, else with False.
    """

    def __init__(self, sheet: FileSheet) -> None:
        self.listeners: list[Callable[[bool], None]] = []
        self._sheets = Timeline(sheet)
        self._scheme: Scheme | None = None

    @property
    def sheet(self) -> FileSheet:
        """The form as it stands."""
        return self._sheets.now

    @property
    def scheme(self) -> Scheme:
        """The scheme of the sheet; while something is wrong with it, the last one that was right."""
        made = self.sheet.checked.made
        if isinstance(made, Scheme):
            self._scheme = made
        if self._scheme is None:
            blank = blank_sheet().checked.made
            assert isinstance(blank, Scheme)
            return blank
        return self._scheme

    def remarks(self) -> tuple[FieldRemark, ...]:
        """What is wrong or doubtful now."""
        return remarks_of(self.sheet)

    def change(self, change: SheetChange, *, shape: bool = False) -> None:
        """Change the sheet; `shape`: parts come, go or get another name. Raises `LadderError` and changes nothing."""
        made = change(self.sheet)
        if made.text == self.sheet.text and made.original is self.sheet.original:
            return  # of the text, for mappings in another order are equal
        self._show(self._sheets.stepped(made, STEPS), shape)

    def undo(self) -> None:
        """One step back; nothing where there is none."""
        if self.can_undo:
            self._show(self._sheets.undone(), True)

    def redo(self) -> None:
        """One step forth again."""
        if self.can_redo:
            self._show(self._sheets.redone(), True)

    @property
    def can_undo(self) -> bool:
        """Is there a step to take back?"""
        return bool(self._sheets.past)

    @property
    def can_redo(self) -> bool:
        """Is there a step that was taken back?"""
        return bool(self._sheets.future)

    def _show(self, sheets: Timeline[FileSheet], shape: bool) -> None:
        before = self.scheme
        self._sheets = sheets
        self._scheme = self._scheme or before
        for listener in self.listeners:
            listener(shape)
