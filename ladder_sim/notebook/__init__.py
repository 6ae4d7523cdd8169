"""What stands in a notebook: the explorer, the app made of it, and the form of a scheme.

Owns: the controls, what is played ahead, and what stays when the kernel is gone.
Must not: hold a rule or a figure of its own: it asks the rooms below.
Enter by: `explore`, `app`, `edit`.

`explore` changes the parameters of one scheme and shows at once what would change. ipywidgets is loaded on first use.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce

if TYPE_CHECKING:
    from ladder_sim.notebook.app_page import App
    from ladder_sim.notebook.explorer import Explorer
    from ladder_sim.notebook.form.editor import SchemeEditor
    from ladder_sim.notebook.settings import Settings
    from ladder_sim.policies.drafting import Draft

__all__ = ["app", "edit", "explore"]


@door
def explore(
    scheme: Scheme | Study | str | Path,
    workforce: Workforce | str | Path | None = None,
    *,
    baseline: Scheme | str | Path | None = None,
    beside: Sequence[Scheme | str | Path] = (),
    department: str | None = None,
    months: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
) -> Explorer:
    """A live what-if: sliders for a scheme's parameters and for the people, charts that follow.

    Parameters
    ----------
    scheme : a scheme, its id or its path; or a study of a company, its id or its path: one department is on show at a
        time, all are played
    workforce : a workforce, its id or its path; None: ``service-center-200``, as on the command line. A company has its
        own
    baseline : what everything is compared with; the scheme as its file has it unless another is named. Of a company the
        id of an alternative
    beside : further schemes to show; of a company ids of alternatives
    department : of a company, which department is on show first; None: the first whose scheme has parameters
    months : how long; None: 60, or as a study says
    replications : how often when the hand rests; while it moves, fewer of the same replications are played, as many as
        fit into a blink; None: 200, or as a study says
    seed : which luck; it stays the same while a slider moves; None: 1, or as a study says

    Raises
    ------
    LadderError
        ipywidgets is not installed; a file is wrong; the scheme does not fit the workforce; a study is of no company,
        or has no such department or alternative.
    """
    _needs_widgets()
    from ladder_sim.desk.opening import desk_for
    from ladder_sim.experiment.given import people_of, study_of
    from ladder_sim.notebook.explorer import Explorer
    from ladder_sim.notebook.settings import Settings
    from ladder_sim.scenarios.loading import load_scheme

    study = study_of(scheme)
    usual = study or Study("", Title("", ""), "", (), "")
    settings = Settings(months=usual.months if months is None else months,
                        replications=usual.replications if replications is None else replications,
                        seed=usual.seed if seed is None else seed)  # fmt: skip
    if study is not None or isinstance(scheme, Study):
        return _of_company(usual, settings, workforce, department, (baseline, beside))
    if department is not None:
        raise LadderError(tr("department: only a study of a company has departments; leave it out",
                             "department：只有公司研究才有部门；请去掉"))  # fmt: skip
    chosen = load_scheme(scheme)
    base = chosen if baseline is None else load_scheme(baseline)
    desk = desk_for(chosen, people_of(workforce), baseline=base, beside=[load_scheme(one) for one in beside])
    return Explorer(desk, settings)


def _of_company(
    study: Study,
    settings: Settings,
    workforce: object,
    department: str | None,
    against: tuple[object, Sequence[object]],
) -> Explorer:  # fmt: skip
    """The explorer of a company; `against` is the baseline and what stands beside it, by ids of alternatives.

    Raises
    ------
    LadderError
        The study is of no company, other people are given, or something is asked for that it does not have.
    """
    from ladder_sim.desk.company_book import CompanyBook, company_desk
    from ladder_sim.notebook.company_explorer import CompanyExplorer

    if not study.companies:
        raise LadderError(tr("{study} is a study of schemes: explore one of them, with the others beside it, or open it"
                             " with ls.app(file=...)",
                             "{study} 是方案研究：请试算其中一个方案并以其他方案并列，或用 ls.app(file=...) 打开",
                             study=study.id))  # fmt: skip
    if workforce is not None:
        raise LadderError(tr("workforce: each department of the study has its own people; leave it out",
                             "workforce：研究中的各部门已有自己的人员；请勿另给"))  # fmt: skip
    base, beside = against
    book = CompanyBook(study)
    desk = company_desk(book, department, None if base is None else str(base), [str(one) for one in beside])
    return CompanyExplorer(desk, book, study, settings)


@door
def app(
    scheme: str = "",
    workforce: str = "",
    *,
    months: int | None = None,
    replications: int | None = None,
    file: str | Path | None = None,
) -> App:
    """The explorer with a choice of scheme, people and language above it, and pages beside it, for a page of its own.

    Parameters
    ----------
    scheme, workforce : ids of those shown first; "" for the usual ones
    months, replications : as in `explore`; None: what ``LADDER_SIM_MONTHS`` and ``LADDER_SIM_REPLICATIONS`` say, else
        those of a study in `file`, else 60 and 200
    file : a scheme, a study, a workforce, a list of people or a desk to open with; None: what ``LADDER_SIM_OPEN`` says

    Raises
    ------
    LadderError
        ipywidgets is not installed, nothing of that name is at hand, or the file cannot be opened.
    """
    _needs_widgets()
    from ladder_sim.notebook.app_page import App
    from ladder_sim.notebook.served import limits_here
    from ladder_sim.notebook.serving_options import OPEN
    from ladder_sim.notebook.settings import Settings

    limits = limits_here()
    if limits is not None:
        limits.bind_memory()
    settings = Settings(months=months or _said("LADDER_SIM_MONTHS"),
                        replications=replications or _said("LADDER_SIM_REPLICATIONS"),
                        prefetch=limits is None, limits=limits)  # fmt: skip
    return App(scheme, workforce, settings, file or os.environ.get(OPEN) or None)


def _said(variable: str) -> int:
    """The whole number of an environment variable; 0 where it is not set."""
    return int(os.environ.get(variable) or 0)


@door
def edit(scheme: Scheme | Draft | str | Path | None = None) -> SchemeEditor:
    """A scheme as a form: grades, moves with conditions as phrases, reviews, pay; the ladder and remarks beside it.

    Its file is changed where the form was, comments and spelling stay; what has no field is shown as text.

    Parameters
    ----------
    scheme : the id, the path or the YAML text of a scheme, a scheme, or the draft of a policy document; None: a small
        scheme to begin with

    Raises
    ------
    LadderError
        ipywidgets is not installed, there is nothing of that name, or it cannot be read.
    """
    _needs_widgets()
    from ladder_sim.editing.starting import blank_sheet, sheet_of
    from ladder_sim.notebook.form.editor import SchemeEditor

    return SchemeEditor(blank_sheet() if scheme is None else sheet_of(scheme))


def _needs_widgets() -> None:
    if importlib.util.find_spec("ipywidgets") is None:
        raise LadderError(
            tr("the explorer needs ipywidgets: pip install 'ladder-sim[lab]'",
               "交互探索需要 ipywidgets：pip install 'ladder-sim[lab]'")
        )  # fmt: skip
