"""What the buttons under *Save* do: the what-if as a scheme's file, the comparison as files, both as downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.workforce_settings import WorkforceSettings
from ladder_sim.desk.written import written
from ladder_sim.files.changes import diff
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.downloads import single_or_zipped, variant, zipped
from ladder_sim.notebook.saving import Exists, folder_for, proposal, save_variant
from ladder_sim.notebook.sidebar import SaveControls
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.loading import load_scheme

if TYPE_CHECKING:
    from ladder_sim.notebook.settings import Settings
    from ladder_sim.notebook.snapshot import Snapshot
    from ladder_sim.notebook.view import ExplorerView


class KeptExplorer(Protocol):
    """What is kept of an explorer: its scheme and people as loaded, what is changed of them, and its picture."""

    scheme: Scheme
    people: Workforce
    settings: Settings
    banner: Banner
    desk: Desk
    snapshot: Snapshot
    view: ExplorerView | None

    @property
    def changed(self) -> Mapping[str, Value]:
        """The parameters that differ from the scheme's file."""

    @property
    def workforce_settings(self) -> WorkforceSettings:
        """What is set otherwise on the side of the people."""

    def settle(self) -> None:
        """Play all replications of what is shown."""

    def offer(self, scheme: Scheme) -> None:
        """Have a scheme that was saved here among those to choose from."""


class Keeping:
    """Saving and downloading for an explorer.

    `tell_views` has the reports of a comparison tell what was worked out beside it, and gives a line for what they do
    not tell.
    """

    def __init__(self, explorer: KeptExplorer) -> None:
        self._explorer = explorer
        self.tell_views: Callable[[Comparison], list[str]] = lambda _: []
        self.banner = explorer.banner
        self._controls: SaveControls | None = None

    def controls(self) -> SaveControls:
        """The widgets, in the language in use."""
        shown = self._explorer
        folder = folder_for(shown.settings.schemes)
        places = (str(folder), shown.settings.exports) if shown.settings.limits is None else ("", "")
        self._controls = SaveControls(
            proposal(shown.scheme, folder), *places, save=self.save, export=self.export, download=self.download
        )
        return self._controls

    @guarded
    def save(self, over: bool) -> None:
        """Save the what-if as a scheme's file; a download where there is no folder for it."""
        assert self._controls is not None
        shown = self._explorer
        folder, name = folder_for(shown.settings.schemes), self._controls.name.value.strip()
        if shown.settings.limits is not None:
            return self.banner.offer(*variant(shown.scheme, shown.changed, name, self._text()))
        try:
            path = save_variant(shown.scheme, shown.changed, name, folder, over=over, text=self._text())
        except Exists:
            self._controls.ask(True)
            raise
        self._controls.ask(False)
        made = load_scheme(path)
        shown.offer(made)
        lines = diff(load_scheme(self._text() or shown.scheme.file), made)
        if shown.workforce_settings.changed:
            lines.append(tr("Changes to the people are not saved with it.", "人员调节不属于方案，未写入。"))
        self.banner.say(tr("Saved {path}", "已保存 {path}", path=path), *lines)

    @guarded
    def export(self, force: bool) -> None:
        """Write the comparison into the folder; a download where there is none, whatever a page says of one."""
        assert self._controls is not None
        self._check_wanted()
        told, left_out = self._told()
        if self._explorer.settings.limits is not None:
            wanted = self._controls.wanted
            return self.banner.offer(zipped("comparison.zip", lambda to: told.save(to, wanted)), *left_out)
        written_to = map(str, self._controls.exported(told, force=force))
        return self.banner.say(tr("Written:", "已写入："), *written_to, *left_out)

    @guarded
    def download(self, form: str) -> None:
        """Offer the comparison in one format, or ('') all that can be had, as one archive."""
        told, left_out = self._told()
        if form:
            link = single_or_zipped(f"comparison-{form}.zip", lambda to: told.save(to, [form]))
        else:
            link = zipped("ladder-sim.zip", lambda to: self._all(to, told))
        return self.banner.offer(link, *left_out)

    def _text(self) -> str:
        """The text of the scheme on show where it was made here; '' where a file holds it."""
        now = self._explorer.desk.now
        return now.texts.get(now.scheme, "")

    def _told(self) -> tuple[Comparison, list[str]]:
        """The comparison as shown, with all replications and the views of it, and what of those is left out."""
        assert self._controls is not None
        self._explorer.settle()
        assert self._explorer.view is not None
        told = self._explorer.snapshot.told(self._explorer.view)
        return told, self.tell_views(told)

    def _check_wanted(self) -> None:
        if self._controls is not None and not self._controls.wanted:
            raise LadderError(tr("choose at least one format", "请至少选择一种格式"))

    def _all(self, folder: Path, told: Comparison) -> list[Path]:
        """The comparison in the formats that are ticked, the files of scheme and people, and the desk."""
        assert self._controls is not None
        self._check_wanted()
        paths = list(told.save(folder, self._controls.wanted))
        desk = folder / "desk.json"
        desk.write_text(written(self._explorer.desk.history), encoding="utf-8")
        paths.append(desk)
        for source in (self._explorer.scheme.file, self._explorer.people.file):
            if source and Path(source).is_file() and Path(source).suffix in (".yaml", ".yml"):
                paths.append(folder / Path(source).name)
                paths[-1].write_bytes(Path(source).read_bytes())
        for own, text in self._explorer.desk.now.texts.items():
            paths.append(folder / f"{own}.yaml")
            paths[-1].write_text(text, encoding="utf-8")
        if self._explorer.changed:
            name = proposal(self._explorer.scheme, folder)
            shown = self._explorer
            paths.append(save_variant(shown.scheme, shown.changed, name, folder, text=self._text()))
        return paths
