"""Writing a comparison to files: its table, its figure, everything as data, and the reports."""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import names_of
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.writing import fill
from ladder_sim.model.report_options import Brief
from ladder_sim.report.formats import SAVED_FORMATS, folder_of
from ladder_sim.results.small_groups import written_comparison
from ladder_sim.store.comparison_file import save_comparison
from ladder_sim.store.proof import proof_of
from ladder_sim.store.run_file import SUFFIX

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison


def save(
    comparison: Comparison, folder: str | Path, formats: str | Sequence[str], brief: Brief | str | Path | None,
    *, force: bool = False,
) -> list[Path]:  # fmt: skip
    """Write every format; see `Comparison.save`."""
    if isinstance(folder, str | os.PathLike) and Path(folder).suffix.lower() == SUFFIX and not Path(folder).is_dir():
        return [save_comparison(comparison, folder, force=force)]
    folder_of(folder, lambda ending: _instead(ending, Path(folder)))
    wanted = names_of(formats, "formats")
    check_formats(wanted)  # all before the first is written
    told = fitting(brief, comparison.schemes)
    written = written_comparison(comparison)
    puts = {name: partial(put, written, form, told) for name, form in zip(names(wanted), wanted, strict=True)}
    proof = proof_of(comparison.runs, "comparison", comparison.baseline, comparison.notes)
    return fill(folder, puts, force=force, record=proof)


def _instead(ending: str, path: Path) -> str:
    """What to write in place of the name of a file."""
    plain = str(path.with_suffix(""))
    if ending in SAVED_FORMATS:
        return tr("write save({folder!r}, {ending!r}), which makes {file}",
                  "请写作 save({folder!r}, {ending!r})，生成 {file}", folder=plain, ending=ending,
                  file=path.with_suffix("") / SAVED_FORMATS[ending].written_as)  # fmt: skip
    return tr("write save({folder!r})", "请写作 save({folder!r})", folder=plain)


def names(formats: Sequence[str]) -> list[str]:
    """The files that `save` makes."""
    return [SAVED_FORMATS[form].written_as for form in formats]


def put(comparison: Comparison, form: str, told: Brief, path: Path) -> None:
    """Write a comparison, as files may tell of it, in one format."""
    module, _, function = SAVED_FORMATS[form].writer.partition(":")
    getattr(importlib.import_module(module), function or "save")(comparison, path, told)


def check_formats(formats: Sequence[str]) -> None:
    """Refuse what cannot be written.

    Raises
    ------
    LadderError
        A format is not known, or its package is not installed.
    """
    for form in formats:
        if form not in SAVED_FORMATS:
            raise LadderError(
                tr("format {form!r} is not known", "没有名为{form!r}的格式", form=form)
                + nearest(str(form), SAVED_FORMATS)
            )
        needed = SAVED_FORMATS[form]
        if needed.module and importlib.util.find_spec(needed.module) is None:
            raise LadderError(
                tr("format {form!r} needs {package}: pip install 'ladder-sim[report]'",
                   "格式{form!r}需要{package}：pip install 'ladder-sim[report]'", form=form, package=needed.package)
            )  # fmt: skip


def fitting(given: Brief | str | Path | None, schemes: Sequence[str]) -> Brief:
    """The brief, read where it is a file.

    Parameters
    ----------
    schemes : ids of those compared

    Raises
    ------
    LadderError
        It cannot be read, or the scheme to recommend is not compared.
    """
    from ladder_sim.scenarios.loading import load_brief

    brief = Brief() if given is None else load_brief(given)
    if brief.recommend is not None and brief.recommend not in schemes:
        raise LadderError(
            tr("brief: recommend: scheme {scheme!r} is not compared here",
               "brief：recommend：本次比较没有方案{scheme!r}", scheme=brief.recommend)
            + nearest(brief.recommend, schemes)
        )  # fmt: skip
    return brief
