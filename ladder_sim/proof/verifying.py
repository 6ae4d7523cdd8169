"""`verify`: a stored result played again, and held against what is kept of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.folder_list import LIST, digest_of, listed
from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.files import shown_path
from ladder_sim.model.company import Company
from ladder_sim.proof.alone import verify_alone
from ladder_sim.proof.asking import ASKED_AGAIN, SearchAgain, sweep_files_otherwise
from ladder_sim.proof.companies import (
    RecordedCompanies,
    companies_at_hand,
    company_deviations,
    company_otherwise,
    is_of_companies,
)
from ladder_sim.proof.differing import first_otherwise, table_name
from ladder_sim.proof.inputs import code_deviations, people_deviations, plays_alike, scheme_deviations
from ladder_sim.proof.remaking import remade_otherwise
from ladder_sim.proof.replaying import Recorded, Replaying, luck_of, origin_of, recorded
from ladder_sim.proof.result import Deviation, ProofState, Verified
from ladder_sim.results.origin import Origin
from ladder_sim.results.provenance import mark_of
from ladder_sim.results.run import Run
from ladder_sim.store.proof import company_digests, digests
from ladder_sim.store.run_file import SUFFIX, Damaged, load_run


@shares_work
@door
def verify(
    path: str | os.PathLike[str],
    *,
    roster: str | os.PathLike[str] | None = None,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
) -> Verified:
    """Play a stored result again and say whether the bits agree.

    Parameters
    ----------
    path : a run that `Run.save` kept; a folder that ``run --out``, ``compare --out``, ``sweep --out`` or
        `Comparison.save` wrote, or one file of it; a page of a comparison alone, or what ``--json`` printed of a run, a
        comparison, a sweep, a seek or a frontier
    roster : the list of people of a result in a folder or a file, which keep nobody; a kept run has its people
    executor, progress : as for `simulate`

    Returns
    -------
    What of input, code or output is another than it was: the file or module, the table, the first figure. Comments and
    blanks of files are no input: what they say is.

    Raises
    ------
    LadderError
        It is no result that says what it was made of, or the people of its list are not given.
    """
    check_arguments(executor=executor, progress=progress)
    assert not isinstance(executor, int | str)  # a pool by now
    by = Replaying(executor, progress_of(progress, tr("playing again", "重新模拟中")))
    place = path_of(path, "path")
    if not place.exists():
        raise LadderError([Problem(Place(str(path)), tr("there is no such file or folder", "没有这个文件或文件夹"))])
    if place.is_file() and place.suffix == SUFFIX:
        return _run(place, by)
    if place.is_dir():
        return _folder(place, None, roster, by)
    _, record = listed(place.parent).get(place.name, ((), None))
    return verify_alone(place, roster, by) if record is None else _folder(place.parent, place.name, roster, by)


def _run(place: Path, by: Replaying) -> Verified:
    """A kept run: every byte of its file, then everything that it counted, played again."""
    try:
        kept = load_run(place)
    except Damaged as wrong:
        told = tuple(Deviation("output", shown_path(place), one.message) for one in wrong.problems)
        return Verified(shown_path(place), "differs", told, (), "")
    if kept.company is not None:
        return _company(place, kept, kept.company, by)
    found = [*code_deviations(kept.origin), *scheme_deviations(kept.scheme, kept.scheme.file),
             *people_deviations(kept.workforce, kept.workforce.file, "")]  # fmt: skip
    ready = Recorded({kept.scheme.id: kept.scheme}, kept.workforce, kept.months, kept.luck, kept.origin)
    (again,) = ready.played(by).values()
    other = first_otherwise(kept.counts, again.counts, kept)
    if other is not None:
        found.append(Deviation("output", tr("table {name}", "表 {name}", name=other[0]), other[1]))
    notes = (_same(len(digests(kept.counts))),) if other is None else ()
    return Verified(shown_path(place), _state(found, kept.origin), tuple(found), notes, kept.provenance)


def _company(place: Path, kept: Run, company: Company, by: Replaying) -> Verified:
    """A kept run of a company: it is played again as it was kept, its departments are compared one by one."""
    found = [*code_deviations(kept.origin), *company_deviations(company)]
    (again,) = RecordedCompanies({company.id: company}, kept.months, kept.luck, kept.origin).played(by).values()
    other = company_otherwise(kept, again)
    if other is not None:
        found.append(Deviation("output", tr("table {name}", "表 {name}", name=other[0]), other[1]))
    notes = (_same(len(company_digests(kept))),) if other is None else ()
    return Verified(shown_path(place), _state(found, kept.origin), tuple(found), notes, kept.provenance)


def _state(found: list[Deviation], origin: Origin) -> ProofState:
    """What is said as a whole: files that were changed always differ; numbers only of the same code and input."""
    if not found:
        return "agrees"
    stale = any(one.kind != "output" for one in found)
    return "stale" if stale or not plays_alike(origin) else "differs"


def _same(tables: int) -> str:
    return tr("Played again, all {n} tables of counts are the same to the last bit.",
              "重新模拟后，{n}张计数表逐位相同。", n=tables)  # fmt: skip


def _folder(folder: Path, only: str | None, roster: str | os.PathLike[str] | None, by: Replaying) -> Verified:
    """A folder of results: each file as its list says it, each record played again, its tables made again."""
    files = listed(folder)
    asked = {name: told for name, told in files.items() if only in (None, name)}
    if not asked or not any(record for _, record in asked.values()):
        raise LadderError([Problem(Place(str(folder)), _no_record())])
    found, notes, provenance = list(_edited(folder, asked)), [], ""
    edited = {one.where for one in found}
    records = {id(record): record for _, record in asked.values() if record is not None}
    origin = Origin()
    for record in records.values():
        names = [name for name, (_, of) in asked.items() if of is record]
        origin = origin_of(record)
        provenance = _provenance(record)
        more, said = _record(folder, names, record, roster, by)
        # of a file that was edited, the figure is told in place of the bytes
        told = {one.where for one in more}
        found = [one for one in found if one.where not in told] + more
        notes += said
    bare = [name for name, (_, record) in asked.items() if record is None]
    if bare:
        notes.append(tr("{names}: no record says of what they are; only their bytes were looked at",
                        "{names}：没有记录说明其来源，只核对了字节", names=tr(", ", "、").join(bare)))  # fmt: skip
    state = "differs" if edited else _state(found, origin)
    shown = shown_path(folder / only if only else folder)
    return Verified(shown, state, tuple(found), tuple(notes), provenance)


def _no_record() -> str:
    return tr("no list ({list}) says of what its files are; write it anew with run --out or compare --out",
              "没有说明文件来源的清单（{list}）；请用 run --out 或 compare --out 重新写出", list=LIST)  # fmt: skip


def _edited(folder: Path, asked: Mapping[str, tuple[list[str], PlainForm | None]]) -> Iterator[Deviation]:
    """Files that are not as they were written."""
    for name, (marks, _) in asked.items():
        path = folder / name
        if not path.is_file():
            yield Deviation("output", name, tr("is not there any more", "文件已不存在"))
        elif digest_of(path) not in marks:
            yield Deviation("output", name, tr("was changed since it was written", "写出后被修改过"))


def _record(
    folder: Path, names: list[str], record: PlainForm, roster: str | os.PathLike[str] | None, by: Replaying
) -> tuple[list[Deviation], list[str]]:
    """A record against what is there now, and the files made of it."""
    if is_of_companies(record):
        companies, found = companies_at_hand(record, folder / names[0])
        of = RecordedCompanies(companies, record["months"], luck_of(record), origin_of(record))
        return _replayed(folder, names, record, of.origin, of.played(by), [*code_deviations(of.origin), *found])
    ready = recorded(record, roster)
    found = list(dict.fromkeys([*code_deviations(ready.origin), *_inputs(ready, record, roster)]))  # ways share a file
    if record["kind"] in ASKED_AGAIN:
        asked = SearchAgain(
            list(ready.schemes.values()), ready.people, ready.months, ready.luck, record["question"], by
        )
        remade = sweep_files_otherwise(asked, folder, names)
        return [*found, *(Deviation("output", name, text) for name, text in remade.items() if text)], _told(
            names, remade
        )
    return _replayed(folder, names, record, ready.origin, ready.played(by), found)


def _replayed(
    folder: Path, names: list[str], record: PlainForm, origin: Origin, runs: Mapping[str, Run], found: list[Deviation]
) -> tuple[list[Deviation], list[str]]:
    """What was played again against the digests of the record, and its tables made again."""
    counted = [one for name, run in runs.items() if (one := _counts(name, record["counts"][name], run)) is not None]
    found += counted
    notes = [] if counted else [_same(sum(len(tables) for tables in record["counts"].values()))]
    if counted and not plays_alike(origin):
        return found, notes  # the files differ with the numbers
    remade = remade_otherwise(folder, names, record, list(runs.values()))
    found += [Deviation("output", name, text) for name, text in remade.items() if text]
    return found, notes + _told(names, remade)


def _told(names: Sequence[str], remade: Mapping[str, str]) -> list[str]:
    """Which files were only held against the list, and which are the same again."""
    told, notes = [name for name in names if name not in remade], []
    if told:
        notes.append(tr("{names}: the bytes are held against the list; they are not made again",
                        "{names}：已按清单核对字节，未重新生成", names=tr(", ", "、").join(told)))  # fmt: skip
    equal = [name for name in remade if not remade[name]]
    if equal:
        notes.append(tr("{names}: made again, byte by byte the same", "{names}：重新生成，逐字节相同",
                        names=tr(", ", "、").join(equal)))  # fmt: skip
    return notes


def _inputs(ready: Recorded, record: PlainForm, roster: str | os.PathLike[str] | None) -> Iterator[Deviation]:
    """How the files of schemes and people differ from what was played."""
    for name, scheme in ready.schemes.items():
        yield from scheme_deviations(scheme, record["files"].get(name, ""))
    if roster is None:
        yield from people_deviations(ready.people, record["people"], "")
    elif mark_of(ready.people) != record["fingerprints"]["workforce"]:
        text = tr("these people or their assumptions are others than were played", "人员或其假设与当时模拟的不同")
        yield Deviation("input", str(roster), text)


def _counts(name: str, kept: Mapping[str, str], run: Run) -> Deviation | None:
    """The first table of a scheme whose bits are others now."""
    again = company_digests(run) if run.departments else digests(run.counts)
    for array in dict.fromkeys((*kept, *again)):
        if kept.get(array) != again.get(array):
            where = tr("{scheme}, table {table}", "{scheme}，表 {table}", scheme=name,
                       table=table_name(array, run.counts))  # fmt: skip
            return Deviation("output", where, tr("played again, its bits are others", "重新模拟的结果与之不完全一致"))
    return None


def _provenance(record: PlainForm) -> str:
    marks = record["fingerprints"]
    named = (tr("{name} ({mark})", "{name}（{mark}）", name=name, mark=mark) for name, mark in marks["schemes"].items())
    schemes = tr(", ", "、").join(named)
    return tr("{schemes} on {people} ({mark}), {months} months, {n} replications, played {when} by ladder_sim"
              " {version}",
              "{schemes}；人员 {people}（{mark}）；{months}个月，重复{n}次；{when} 由 ladder_sim {version} 模拟",
              schemes=schemes, people=record["workforce"], mark=marks["workforce"], months=record["months"],
              n=record["replications"], when=record["played"], version=record["versions"]["ladder_sim"])  # fmt: skip
