"""A page or a JSON file verified alone: what it says of how it was played, played again, figure by figure."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ladder_sim.core.i18n import LANGUAGES, language, tr, use
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem, quietly
from ladder_sim.files import shown_path
from ladder_sim.model.report_options import Brief
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.proof.asking import SearchAgain, answer_otherwise, can_be_asked
from ladder_sim.proof.companies import RecordedCompanies, companies_at_hand, is_of_companies
from ladder_sim.proof.differing import values_otherwise
from ladder_sim.proof.inputs import code_deviations, people_deviations, scheme_deviations
from ladder_sim.proof.replaying import Recorded, Replaying, recorded
from ladder_sim.proof.result import Deviation, ProofState, Verified
from ladder_sim.report.page.page import every_figure
from ladder_sim.report.page.sealing import block_of, figures_of_page, parts_otherwise
from ladder_sim.results.as_data import comparison_json, run_json
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.provenance import mark_of
from ladder_sim.results.run import Run
from ladder_sim.results.small_groups import written, written_comparison
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.scenarios.registry import SCENARIO_FILES, Kind, ids_of

#: Keys of JSON that say by what it was played, not what came of it.
_OF_CODE = ("ladder_sim", "code")
_SHORT = 60


def verify_alone(place: Path, roster: str | os.PathLike[str] | None, by: Replaying) -> Verified:
    """A page or what ``--json`` printed, beside which no list says of what it is.

    Parameters
    ----------
    roster : the list of people, which neither carries
    by : who plays it again

    Raises
    ------
    LadderError
        It is neither, it does not say what was played, or what was played is not at hand.
    """
    text = place.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff")
    if place.suffix.lower() in (".html", ".htm"):
        block = block_of(text)
        if block is None:
            raise _nothing(place)
        return _page(place, text, block, roster, by)
    try:
        told = json.loads(text)
    except ValueError:
        raise _nothing(place) from None
    if not isinstance(told, dict) or "fingerprints" not in told:
        raise _nothing(place)
    if "question" in told and not can_be_asked(told["question"]):
        text = tr("what was asked ('question') cannot be read; print the result again with --json",
                  "无法读取所提问题（question）；请用 --json 重新输出")  # fmt: skip
        raise LadderError([Problem(Place(shown_path(place)), text)])
    if "resolved" in told:
        raise LadderError([Problem(Place(shown_path(place)), tr(
            "a provenance record says how it was played and holds no figure; play it again from its texts:"
            " simulate(load_scheme(record['resolved']['schemes'][id]), load_workforce(record['resolved']['workforce']),"
            " months=record['months'], replications=record['replications']), or verify a kept run (.run)",
            "来源记录只说明模拟方式，不含数字；请用其中的文本重新模拟：simulate(load_scheme(record['resolved']['schemes'][id]),"
            " load_workforce(record['resolved']['workforce']), months=record['months'],"
            " replications=record['replications'])，或核验 .run 文件"))])  # fmt: skip
    return _json(place, told, roster, by)


def _nothing(place: Path) -> LadderError:
    text = tr("neither says itself what was played nor stands in a folder whose list does; verify a kept run (.run), a"
              " folder or a page that compare --out wrote, or what --json printed",
              "本身没有说明模拟内容，所在文件夹也没有清单；可核验 .run 文件、compare --out 写出的文件夹或页面，"
              "或 --json 的输出")  # fmt: skip
    return LadderError([Problem(Place(shown_path(place)), text)])


def _verified(place: Path, found: Sequence[Deviation], notes: Sequence[str], provenance: str) -> Verified:
    state: ProofState = "agrees"
    if found:
        state = "stale" if any(one.kind != "output" for one in found) else "differs"
    return Verified(shown_path(place), state, tuple(found), tuple(notes), provenance)


# --- a page -----------------------------------------------------------------------------------------


def _page(place: Path, text: str, block: PlainForm, roster: str | os.PathLike[str] | None, by: Replaying) -> Verified:
    ready = recorded({**block, "played": None}, roster)
    found = list(code_deviations(ready.origin))
    for name, scheme in ready.schemes.items():
        found += [one for one in scheme_deviations(scheme, block["files"].get(name, "")) if one not in found]
    if roster is None:
        found += people_deviations(ready.people, block["people"], "")
    changed = [Deviation("output", name, tr("was changed since it was written", "写出后被修改过"))
               for name in parts_otherwise(text, block["sections"])]  # fmt: skip
    made = Comparison(tuple(ready.played(by).values()), block["baseline"], tuple(block["notes"]))
    other = _figure_otherwise(text, made, block["language"])
    if other is not None:
        found.append(other)
    note = tr("Played again: every figure of the page is the same.", "重新模拟后，页面中的每个数字都相同。")
    notes = () if other is not None else (note,)
    if changed:  # whatever else there is: it is not what was written
        return Verified(shown_path(place), "differs", (*found, *changed), notes, made.provenance)
    return _verified(place, found, notes, made.provenance)


def _figure_otherwise(text: str, made: Comparison, spoken: str) -> Deviation | None:
    """The first figure of a page that is another when it is played again."""
    before = language()
    use(spoken)
    try:
        grid = every_figure(written_comparison(made), Brief())
    finally:
        use(before)
    again = [tuple(cell.text for cell in row) for row in grid.rows]
    there = figures_of_page(text)
    for old, new in zip(there, again, strict=False):
        for column, a, b in zip(grid.columns, old, new, strict=False):
            if _plain(a) != _plain(b):
                where = tr("{measure}, {scheme}: {column}", "{measure}，{scheme}：{column}", measure=new[0],
                           scheme=new[1], column=column)  # fmt: skip
                return Deviation("output", where, _both(a, b))
    if len(there) != len(again):
        rows = tr("{a} rows, played again {b}", "{a}行，重新模拟为{b}行", a=len(there), b=len(again))
        return Deviation("output", grid.title, rows)
    return None


def _plain(text: str) -> str:
    """A cell without blanks and signs that only keep it together."""
    return re.sub(r"[\s\u2060\u200b]", "", text)


def _both(a: object, b: object) -> str:
    x, y = ("–" if one is None else str(one)[:_SHORT] for one in (a, b))
    return tr("there {a}, played again {b}", "文件为{a}，重新模拟为{b}", a=x, b=y)


# --- JSON -------------------------------------------------------------------------------------------


def _json(place: Path, told: PlainForm, roster: str | os.PathLike[str] | None, by: Replaying) -> Verified:
    marks = told["fingerprints"]
    if is_of_companies(told):
        return _companies(place, told, by)
    with quietly():
        source = _at_hand(told["workforce"], "workforce", place)
        people = load_workforce(source) if roster is None else load_workforce(source, roster=roster)
        schemes = [_scheme(name, place) for name in marks["schemes"]]
    found = [*code_deviations(_origin(told)), *_inputs(schemes, people, marks)]
    luck = _luck(told)
    if "question" in told:
        return _search(
            place, told, SearchAgain(schemes, people, told["months"], tuple(luck), told["question"], by), found
        )
    named = dict(zip(marks["schemes"], schemes, strict=True))
    runs = list(Recorded(named, people, told["months"], tuple(luck), Origin()).played(by).values())
    return _printed(place, told, runs, found)


def _companies(place: Path, told: PlainForm, by: Replaying) -> Verified:
    """What was printed of companies: their study, which says their departments, is at hand or beside it."""
    companies, found = companies_at_hand(told, place)
    runs = list(RecordedCompanies(companies, told["months"], tuple(_luck(told)), Origin()).played(by).values())
    return _printed(place, told, runs, [*code_deviations(_origin(told)), *found])


def _origin(told: PlainForm) -> Origin:
    """By which version a result was printed."""
    return Origin(ladder_sim=told.get("ladder_sim") or "", code=told.get("code") or "")


def _luck(told: PlainForm) -> list[SeedRange]:
    """Of which seeds and numbers the replications of a printed result are."""
    return [SeedRange(**one) for one in told.get("parts") or ()] or [
        SeedRange(told["seed"], told["first"], told["replications"])]  # fmt: skip


def _printed(place: Path, told: PlainForm, runs: Sequence[Run], found: list[Deviation]) -> Verified:
    """Runs played again against every value that was printed of them."""
    other = _values_otherwise(told, runs)
    found += [Deviation("output", path, _both(a, b)) for path, a, b in other[:1]]
    notes = [] if other else [tr("Played again: every figure of the file is the same.",
                                 "重新模拟后，文件中的每个数字都相同。")]  # fmt: skip
    if len(other) > 1:
        notes.append(tr("{n} values differ in all.", "共{n}个值不同。", n=len(other)))
    beyond = [key for key in told if key not in _again(told, runs)]
    if beyond:
        notes.append(tr("{keys}: not played again", "{keys}：未重新计算", keys=tr(", ", "、").join(beyond)))
    return _verified(place, found, notes, runs[0].provenance if len(runs) == 1 else "")


def _search(place: Path, told: PlainForm, asked: SearchAgain, found: Sequence[Deviation]) -> Verified:
    """What a sweep, a seek or a frontier printed: asked again, value by value."""
    other = answer_otherwise(asked, told)
    notes = [tr("{n} values differ in all.", "共{n}个值不同。", n=len(other))] if len(other) > 1 else []
    if not other:
        notes.append(tr("Searched again: every figure of the file is the same.",
                        "重新搜索后，文件中的每个数字都相同。"))  # fmt: skip
    first = [Deviation("output", path, _both(a, b)) for path, a, b in other[:1]]
    return _verified(place, [*found, *first], notes, str(told["provenance"]))


def _at_hand(name: str, kind: Kind, place: Path) -> str | Path:
    """An id that is known, else the file of that name beside the result or in the current folder.

    Raises
    ------
    LadderError
        It is not at hand, with where it was looked for.
    """
    if name in ids_of(kind):
        return name
    folders = list(dict.fromkeys((place.parent, Path())))
    found = [folder / f"{name}.yaml" for folder in folders if (folder / f"{name}.yaml").is_file()]
    if found:
        return found[0]
    text = tr("was made of {what} '{name}', which is not at hand: put {name}.yaml beside it",
              "所依据的{what}“{name}”找不到：请将 {name}.yaml 放在同一文件夹", what=SCENARIO_FILES[kind].title,
              name=name)  # fmt: skip
    raise LadderError([Problem(Place(shown_path(place)), text)])


def _scheme(name: str, place: Path) -> Scheme:
    """A scheme by the id in the file; of a variant the scheme with the values that its id says.

    Raises
    ------
    LadderError
        It is not at hand.
    """
    root, _, settings = name.partition("(")
    scheme = load_scheme(_at_hand(root, "scheme", place))
    values = {key: _value(value) for key, value in re.findall(r"([^\W\d]\w*)=([^,)]+)", settings)
              if key in scheme.parameters}  # fmt: skip
    return scheme.with_(None, id=None, **values) if values else scheme


def _value(text: str) -> float | bool | str:
    """A value of a setting as an id has it: yes or no, a number, else a text."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, bool | int | float) else text


def _inputs(schemes: Sequence[Scheme], people: Workforce, marks: PlainForm) -> Iterator[Deviation]:
    """Files that say something else than was played, by their fingerprints."""
    for (name, mark), scheme in zip(marks["schemes"].items(), schemes, strict=True):
        if mark_of(scheme) != mark:
            yield Deviation("input", scheme.file or name, _other_mark(mark, mark_of(scheme)))
    if mark_of(people) != marks["workforce"]:
        yield Deviation("input", people.file or people.id, _other_mark(marks["workforce"], mark_of(people)))


def _other_mark(old: str, new: str) -> str:
    return tr("says something else than was played: its fingerprint was {old}, is {new}",
              "内容与当时模拟的不同：指纹当时为{old}，现为{new}", old=old, new=new)  # fmt: skip


def _again(told: PlainForm, runs: Sequence[Run]) -> Mapping[str, PlainData]:
    """What would be printed now, in the language in use."""
    if "baseline" in told:
        made = Comparison(tuple(runs), told["baseline"], tuple(told.get("notes", ())))
        return comparison_json(written_comparison(made))
    return run_json(written(runs[0]))


def _values_otherwise(told: PlainForm, runs: Sequence[Run]) -> list[tuple[str, PlainData, PlainData]]:
    """Every value that is another now; the language of the file is that which leaves fewest."""
    before, found = language(), []
    try:
        for spoken in LANGUAGES:
            use(spoken)
            again = {key: value for key, value in _again(told, runs).items() if key not in _OF_CODE}
            kept = {key: told.get(key) for key in again}
            found.append(list(values_otherwise(kept, json.loads(json.dumps(again)))))
    finally:
        use(before)
    return min(found, key=len)
