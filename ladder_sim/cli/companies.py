"""A study of a company on the command line: its departments compared, or the company as it is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ladder_sim.cli.arguments import SEED
from ladder_sim.cli.storing import print_taken
from ladder_sim.cli.streams import told_progress
from ladder_sim.cli.text import once, table
from ladder_sim.cli.worker_options import working
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.scenarios.loading import load_study
from ladder_sim.scenarios.studies import is_study
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.model.company import CompanyDepartment
    from ladder_sim.model.study import Study
    from ladder_sim.results.comparison import Comparison
    from ladder_sim.results.level import Level
    from ladder_sim.results.run import Run


def _refuse(options: argparse.Namespace) -> None:
    """Options that say nothing of a company; all that are given at once."""
    own = tr("each department of the study has its own people", "研究中的各部门已有自己的人员")
    stated = tr("write parameters in the study, under departments: set", "请在研究文件的 departments 下用 set 写参数")
    unfit = {"workforce": own, "settings": stated}
    names = {"settings": "set"}
    wrong = [tr("--{option}: {why}", "--{option}：{why}", option=names.get(name, name), why=why)
             for name, why in unfit.items() if getattr(options, name, None)]  # fmt: skip
    if wrong:
        raise LadderError("\n".join(wrong))


def department_asked(options: argparse.Namespace) -> CompanyDepartment | None:
    """The department of a study's company, as it is now, whose record is walked; None where a scheme is asked for.

    Raises
    ------
    LadderError
        A company's department is not named or not known, or one is named where there is no company.
    """
    study = load_study(options.scheme) if is_study(options.scheme) else None
    if study is None or not study.companies:
        if options.department is not None:
            raise LadderError(tr("--department: '{name}' is no study of a company; leave it out",
                                 "--department：“{name}”不是公司研究，请去掉", name=options.scheme))  # fmt: skip
        return None
    company = study.companies[0]
    known = [one.id for one in company.departments]
    if options.department not in known:
        hint = "" if options.department is None else nearest(options.department, known)
        raise LadderError(
            tr("'{study}' is a company, and a record is of one department: add --department with one of {known}{hint}",
               "“{study}”是多部门公司，记录须属于一个部门：请加 --department，取{known}之一{hint}",
               study=study.id, known=tr(", ", "、").join(known), hint=hint)
        )  # fmt: skip
    _refuse(options)
    return company.department(options.department)


def company_compared(
    options: argparse.Namespace, study: Study
) -> tuple[Comparison, Level | None, pd.DataFrame | None]:  # fmt: skip
    """The company as it is and its alternatives; with what `--why`, `--equal` and the options of doubt ask for."""
    _refuse(options)
    from ladder_sim.cli.questions import questions
    from ladder_sim.experiment.comparing import compare

    kept = store_of(options.store)
    with working(options) as executor:
        with told_progress(tr("comparing", "比较中")) as progress:
            made = compare(
                study, baseline=options.baseline, months=options.months, replications=options.replications,
                seed=options.seed, executor=executor, progress=progress, precision=options.precision, store=kept,
            )  # fmt: skip
        level, screened = questions(made, options, executor, kept)
    print_taken(kept)
    return made, level, screened


def company_played(options: argparse.Namespace, study: Study, *, explain: bool) -> Run:
    """The company as it is."""
    _refuse(options)
    from ladder_sim.experiment.companies import PlayingCompanies, with_measures

    company = with_measures(study.companies[0], study.measures)
    seed = study.seed if options.seed is None else options.seed
    kept = store_of(options.store)
    with working(options) as executor, told_progress(str(study.title)) as progress:
        playing = PlayingCompanies(
            options.months or study.months, SEED if seed is None else seed, executor, progress, explain=explain,
            store=kept,
        )  # fmt: skip
        made = playing.play([company], 0, options.replications or study.replications)[0]
    print_taken(kept)
    return made


def department_lines(run: Run) -> list[str]:
    """Of a company its departments: the main measures of each."""
    from ladder_sim.analysis.statements.departments import BY_DEPARTMENT, department_note
    from ladder_sim.core.display import between, figure, with_money

    rows = []
    for name, alone in run.departments.items():
        told = [key for key in BY_DEPARTMENT if not key.startswith("transfers") or alone.values(key).any()]
        for measure in (alone.known[key] for key in told):
            found = alone.interval(measure.name)
            rows.append((run.department_titles[name], with_money(str(measure.title), measure.unit),
                         figure(found.mean, measure.unit, short=True),
                         between(found.low, found.high, measure.unit, short=True)))  # fmt: skip
    if not rows:
        return []
    header = (tr("department", "部门"), tr("measure", "指标"), tr("mean", "均值"), tr("95% interval", "95%区间"))
    return ["", table(header, once(rows), right=(2, 3)), department_note(), ""]
