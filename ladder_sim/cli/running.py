"""The commands that simulate: run and compare."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from ladder_sim.cli.arguments import MONTHS, REPLICATIONS, SEED
from ladder_sim.cli.companies import company_compared, company_played, department_lines
from ladder_sim.cli.leaning import leaned_json, leaned_text
from ladder_sim.cli.profiled import print_times, profiled, times_json
from ladder_sim.cli.storing import print_taken
from ladder_sim.cli.streams import print_json, told_progress
from ladder_sim.cli.text import table
from ladder_sim.cli.worker_options import working
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Problems, nearest
from ladder_sim.core.writing import prepare
from ladder_sim.model.report_options import Brief
from ladder_sim.report.exporters import check_formats, fitting, names
from ladder_sim.report.run_files import NAMES, report_names, save_tables
from ladder_sim.results.expectations import Expectations
from ladder_sim.results.why import Why
from ladder_sim.scenarios.loading import load_brief, load_scheme, load_study, load_workforce
from ladder_sim.scenarios.registry import WORKFORCE
from ladder_sim.scenarios.studies import is_study, schemes_of, with_ways, workforce_of
from ladder_sim.store.folder import Store, store_of

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.model.scheme import Scheme
    from ladder_sim.model.study import Study
    from ladder_sim.model.workforce import Workforce
    from ladder_sim.results.comparison import Comparison
    from ladder_sim.results.level import Level
    from ladder_sim.results.run import Run

SettingPairs = Sequence[tuple[str, float | bool | str]]


class Played(TypedDict):
    """What `simulate`, `sweep` and `seek` take of the options that all of them have."""

    months: int
    replications: int
    seed: int


def run(options: argparse.Namespace) -> int:
    """One scheme: its measures as a table or JSON, its tables as CSV and reports on request."""
    formats = options.report or ()
    check_formats(formats)
    brief = Brief() if options.brief is None else load_brief(options.brief)
    brief = brief if options.audience is None else replace(brief, audience=options.audience)
    _prepare(options, (*NAMES, *report_names(formats)))
    with profiled(options) as watch:
        result = simulated(options)
    if options.settings:
        from ladder_sim.cli.settings import without_effect

        for line in without_effect(load_scheme(options.scheme), options.settings, result):
            print(line, file=sys.stderr)
    if options.json:
        from ladder_sim.results.small_groups import written

        print_json({**written(result).to_dict(), **times_json(watch, result), **leaned_json(result.workforce)})
    else:
        _print_run(result)
        _print_leaned(result.workforce)
        print_times(watch, result)
    if options.out is not None:
        sys.stdout.flush()  # what was written comes after what was found, where both go to one terminal
        wrote(_save_run(result, options, formats, brief))
    if options.save is not None:
        wrote([result.save(options.save, force=options.force)])
    return 0


def _print_leaned(workforce: Workforce) -> None:
    """The assumptions behind a list of people, where only a list was given."""
    if text := leaned_text(workforce):
        print(f"\n{text}")


def _print_run(result: Run) -> None:
    from ladder_sim.core.display import between, figure, unit_text
    from ladder_sim.results.occurring import occurring, unseen_note

    ids = grammar().ids_speak  # ids are English words; beside Chinese titles they help nobody, and --json has them
    rows: list[tuple[object, ...]] = []
    for name in occurring([result], result.known):
        measure = result.known[name]
        found, unit = result.interval(name), measure.unit
        row = (measure.title, figure(found.mean, unit, short=True), between(found.low, found.high, unit, short=True),
               unit_text(unit), result.note(name))  # fmt: skip
        rows.append((name, *row) if ids else row)
    header = (tr("meaning", "指标"), tr("mean", "均值"), tr("95% interval", "95%区间"), tr("unit", "单位"),
              tr("note", "说明"))  # fmt: skip
    print(head(result))
    print(table((tr("measure", "编号"), *header) if ids else header, rows, right=(1 + ids, 2 + ids)))
    for line in filter(None, [unseen_note([result], result.known), *department_lines(result)]):
        print(line)
    from ladder_sim.analysis.statements.group_fairness import blind_sentences
    from ladder_sim.results.end_notes import end_notes
    from ladder_sim.results.year_spread import year_notes

    for note in (*blind_sentences(result), *year_notes([result]), *end_notes([result])):
        print(note)
    print(result.provenance)


def compare(options: argparse.Namespace) -> int:
    """Several schemes, or a study: the summary and the main differences; files on request.

    Raises
    ------
    LadderError
        A file or an option is wrong; or files could not be written, which is said after what was found.
    """
    formats = options.report if options.report is not None else ("html",)
    if options.out is not None:  # else no page is written, and its packages may be missing
        check_formats(formats)
    brief = _brief(options)
    wanted = ["csv", "png", *formats]
    _prepare(options, names(wanted))
    result, level, screened = _compared(options)
    paths: list[Path] = []
    failed: LadderError | None = None
    if options.out is not None:
        try:
            paths = result.save(options.out, wanted, brief, force=options.force)
        except LadderError as error:  # what was found is not lost for it
            failed = error
    asked = [found for found in result.explained.values() if isinstance(found, Why)]
    if options.json:
        leaned = leaned_json(result.runs[0].workforce)
        from ladder_sim.cli.doubting import as_json
        from ladder_sim.results.small_groups import written_comparison

        print_json(written_comparison(result).to_dict() | as_json(result, screened) | leaned)
    else:
        from ladder_sim.cli.compared import comparison_text
        from ladder_sim.cli.doubting import doubt_lines

        print(comparison_text(result, paths, asked, level, doubt_lines(result, screened)))
        _print_leaned(result.runs[0].workforce)
    sys.stdout.flush()  # what was written comes after what was found, where both go to one terminal
    if failed is not None:
        raise failed
    wrote(paths)
    return int(options.strict and not kept_all(result))


def kept_all(result: Comparison) -> bool:
    """Whether every expectation of the study is kept under every scheme."""
    return all(one.kept for one in result.explained.values() if isinstance(one, Expectations))


def scheme_set(name: str, settings: SettingPairs) -> Scheme:
    """The scheme of this name with the values of `--set`."""
    scheme = load_scheme(name)
    return scheme.with_(None, id=None, **dict(settings)) if settings else scheme


def loaded(names: Sequence[str], settings: SettingPairs, workforce: str | None) -> tuple[list[Scheme], Workforce]:
    """The schemes with the values of `--set`, and the people.

    Raises
    ------
    LadderError
        What cannot be read of any of them, all at once.
    """
    problems, schemes, people = Problems(), [], []
    for name in names:
        with problems.collecting():
            schemes.append(scheme_set(name, settings))
    with problems.collecting():
        people.append(load_workforce(workforce or WORKFORCE))
    problems.raise_if_any()
    return schemes, people[0]


def played(options: argparse.Namespace, months: int = MONTHS, replications: int = REPLICATIONS) -> Played:
    """How long, how often and with which luck a command plays; what is not said is as usual."""
    return {"months": options.months or months, "replications": options.replications or replications,
            "seed": SEED if options.seed is None else options.seed}  # fmt: skip


def simulated(options: argparse.Namespace, *, explain: bool = False) -> Run:
    """The run that a command of one scheme asks for, of a company where its study has one."""
    study = _study([options.scheme])
    if study is not None and study.companies:
        return company_played(options, study, explain=explain)
    scheme = scheme_set(options.scheme, options.settings)
    workforce = load_workforce(options.workforce or WORKFORCE)
    from ladder_sim.experiment.simulation import simulate

    kept = store_of(options.store)
    with working(options) as executor, told_progress(str(scheme.title)) as progress:
        made = simulate(
            scheme, workforce, executor=executor, progress=progress, explain=explain, store=kept, **played(options)
        )
    print_taken(kept)
    return made


def _compared(options: argparse.Namespace) -> tuple[Comparison, Level | None, pd.DataFrame | None]:
    """The schemes compared; with what `--why`, `--equal` and the options of doubt ask for."""
    study = _study(options.schemes)
    if study is not None and study.companies:
        return company_compared(options, study)
    names = list(study.schemes) if study is not None else list(options.schemes)
    own = study is not None and not options.workforce
    workforce = workforce_of(study) if study and own else load_workforce(options.workforce or WORKFORCE)
    plain = study and replace(study, switch=None)
    schemes = [load_scheme(name) for name in names] if plain is None else schemes_of(plain)
    if len(schemes) == 1 and options.settings:
        schemes.append(schemes[0].with_(None, id=None, **dict(options.settings)))  # the scheme against its variant
    else:
        schemes = settings_of(schemes, names, options.settings)
    schemes = schemes if study is None else with_ways(study, schemes, workforce, options.months)
    wanted = options.baseline or (study.baseline if study is not None else None)
    baseline: int | str = 0 if wanted is None else names.index(wanted) if wanted in names else wanted
    months, replications, seed = (
        (study.months, study.replications, study.seed) if study else (MONTHS, REPLICATIONS, SEED)
    )
    from ladder_sim.cli.questions import questions
    from ladder_sim.experiment.comparing import compare as compared
    from ladder_sim.experiment.expecting import expectable
    from ladder_sim.experiment.subjects import scheme_subjects
    from ladder_sim.plan.lent_measures import measurable

    if study is not None:
        measurable(study.measures, schemes, workforce)
        expectable(study.expectations, scheme_subjects(schemes, workforce), options.months or months)
    kept = store_of(options.store)
    with working(options) as executor:
        with told_progress(tr("comparing", "比较中")) as progress:
            result = compared(
                schemes, workforce, baseline=baseline, months=options.months or months,
                replications=options.replications or replications, seed=seed if options.seed is None else options.seed,
                executor=executor, progress=progress, precision=options.precision, store=kept,
            )  # fmt: skip
        if study is not None:
            _asked_by(study, result, executor, kept)
        level, screened = questions(result, options, executor, kept)
    print_taken(kept)
    return result, level, screened


def _asked_by(study: Study, result: Comparison, executor: Executor | None, kept: Store | None) -> None:
    """What a study asks of its comparison: its expectations, and the day of its switch."""
    if study.expectations:
        from ladder_sim.experiment.expecting import expected

        with told_progress(tr("holding expectations against schemes", "检验预期中")) as progress:
            expected(study.expectations, result, executor=executor, progress=progress, store=kept)
    if study.switch is not None:
        from ladder_sim.changeover.switching import switch_of

        switch_of(study, result)


def _study(names: Sequence[str]) -> Study | None:
    """The study, when one name alone is given and it is a study's."""
    return load_study(names[0]) if len(names) == 1 and is_study(names[0]) else None


def settings_of(schemes: list[Scheme], names: Sequence[str], settings: SettingPairs) -> list[Scheme]:
    """The schemes with ``name=value`` for each that has the parameter, ``scheme:name=value`` for one.

    Raises
    ------
    LadderError
        No scheme is called so, or none has the parameter.
    """
    changes: list[dict[str, float | bool | str]] = [{} for _ in schemes]
    for key, value in settings:
        only, _, name = key.rpartition(":")
        if only and only not in names:
            raise LadderError(
                tr("--set {key}: no scheme '{only}' is compared{hint}", "--set {key}：所比较的方案中没有“{only}”{hint}",
                   key=key, only=only, hint=nearest(only, names))
            )  # fmt: skip
        having = [i for i, scheme in enumerate(schemes) if name in scheme.parameters and only in ("", names[i])]
        if not having:
            known = {parameter for scheme in schemes for parameter in scheme.parameters}
            raise LadderError(
                tr("--set {key}: no scheme has the parameter '{name}'{hint}",
                   "--set {key}：没有方案有参数“{name}”{hint}",
                   key=key, name=name, hint=nearest(name, known))
            )  # fmt: skip
        for i in having:
            changes[i][name] = value
    return [
        scheme.with_(None, id=None, **change) if change else scheme
        for scheme, change in zip(schemes, changes, strict=True)
    ]


# --- doing it -----------------------------------------------------------------------------------


# --- what comes out -----------------------------------------------------------------------------


def _brief(options: argparse.Namespace) -> Brief:
    """How reports are written: the file asked for, else the study's, for the audience asked for."""
    found = _written_brief(options)
    return found if options.audience is None else replace(found, audience=options.audience)


def _written_brief(options: argparse.Namespace) -> Brief:
    """The brief file, else the study's, read before anything is simulated."""
    study = _study(options.schemes)
    names = list(study.schemes) if study is not None else list(options.schemes)
    if options.brief is None and study is not None and study.brief is not None:
        return study.brief
    brief = Brief() if options.brief is None else load_brief(options.brief)
    if options.settings or brief.recommend is None:
        return brief  # ids of variants are not known yet; the reports say what does not fit
    given = [*names, *([options.baseline] if options.baseline else [])]
    return fitting(brief, [Path(name).stem if name.endswith((".yaml", ".yml")) else name for name in given])


def _prepare(options: argparse.Namespace, files: Sequence[str]) -> None:
    """See that the folder asked for will take the files, before the work, so that a bad name costs no time."""
    if options.out is not None:
        prepare(options.out, files, force=options.force)


def _save_run(result: Run, options: argparse.Namespace, formats: Sequence[str], brief: Brief) -> list[Path]:
    from ladder_sim.results.small_groups import real

    if real(result):
        note = tr("people of a roster: in the files grades and groups of fewer than 5 are merged with others; pay and"
                  " costs are means of all replications by year",
                  "人员来自真实名册：文件中不足5人的职级和组别已并入其他，薪酬和费用为各次重复的年度均值")  # fmt: skip
        print(note, file=sys.stderr)
    return save_tables(result, options.out, force=options.force, formats=formats, brief=brief)


def ready(path: str | None, *, force: bool) -> None:
    """See whether a file can be written, before the work that makes it.

    Raises
    ------
    LadderError
        It cannot, or another is in the way.
    """
    if path is not None:
        prepare(Path(path).parent, [Path(path).name], force=force)


def wrote(paths: Sequence[Path]) -> None:
    """Say which files were written."""
    for path in paths:
        print(tr("wrote {path}", "已写入 {path}", path=path), file=sys.stderr)


def head(result: Run) -> str:
    """The scheme's title, and below it that nobody could be promoted."""
    from ladder_sim.analysis.statements.reviews import no_review

    return "\n".join(part for part in (str(result.scheme.title), no_review(result)) if part)
