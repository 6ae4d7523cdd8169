"""Searches asked again: a sweep, a seek or a frontier from what its result says that it was asked."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ladder_sim.core.i18n import LANGUAGES, language, use
from ladder_sim.core.json_text import AsData
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import quietly
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.proof.differing import values_otherwise
from ladder_sim.proof.remaking import REMADE
from ladder_sim.proof.replaying import Recorded, Replaying
from ladder_sim.report.plain import json_text
from ladder_sim.report.sweep_files import save_data
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.dominance import frontier_of
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.search_question import SearchKind
from ladder_sim.results.swept import Sweep
from ladder_sim.search.seeking import seek
from ladder_sim.search.sweeping import sweep

#: Keys of JSON that say by what it was answered, not what came of it.
_OF_CODE = ("ladder_sim", "code")
_LINE = "provenance"  # the one key that is a text in the language of the result


@dataclass(frozen=True, slots=True)
class SearchAgain:
    """A search made ready to be asked again.

    Parameters
    ----------
    schemes, people : as they were given
    luck : of which seeds and numbers the replications are; of sweep and seek one range
    given : the other arguments, as JSON has them
    """

    schemes: Sequence[Scheme]
    people: Workforce
    months: int
    luck: tuple[SeedRange, ...]
    given: PlainForm
    by: Replaying

    def answer(self) -> AsData:
        """The answer now, in the language in use."""
        with quietly():
            return ASKED_AGAIN[self.given["kind"]](self)

    def answers(self) -> Iterator[AsData]:
        """The answer in each language, that of the result first, for its provenance is a text."""
        before = language()
        spoken = self.given.get("language")
        try:
            for one in dict.fromkeys((*(known for known in LANGUAGES if known == spoken), before, *LANGUAGES)):
                use(one)
                yield self.answer()
        finally:
            use(before)


def _sweep(asked: SearchAgain) -> AsData:
    (luck,) = asked.luck
    return sweep(list(asked.schemes), asked.people, asked.given["vary"], measures=asked.given["measures"],
                 sample=asked.given["sample"], months=asked.months, replications=luck.replications, seed=luck.seed,
                 first=luck.first, executor=asked.by.executor, progress=asked.by.progress)  # fmt: skip


def _seek(asked: SearchAgain) -> AsData:
    (luck,), (scheme,) = asked.luck, asked.schemes
    turn = {name: (span[0], span[1]) for name, span in asked.given["turn"].items()}
    return seek(scheme, asked.people, turn, months=asked.months, replications=luck.replications, seed=luck.seed,
                first=luck.first, executor=asked.by.executor, progress=asked.by.progress,
                **asked.given["targets"])  # fmt: skip


def _frontier(asked: SearchAgain) -> AsData:
    named = {scheme.id: scheme for scheme in asked.schemes}
    runs = Recorded(named, asked.people, asked.months, asked.luck, Origin()).played(asked.by)
    better = asked.given["better"]
    return frontier_of(Comparison(tuple(runs.values()), asked.given["baseline"]), list(better), better)


#: How each search is asked again.
ASKED_AGAIN: Mapping[SearchKind, Callable[[SearchAgain], AsData]] = {
    "sweep": _sweep, "seek": _seek, "frontier": _frontier,
}  # fmt: skip
#: What a result says of each that it was asked.
_GIVEN: Mapping[SearchKind, tuple[str, ...]] = {
    "sweep": ("vary", "measures", "sample"), "seek": ("turn", "targets"), "frontier": ("baseline", "better"),
}  # fmt: skip


def can_be_asked(given: object) -> bool:
    """Whether what stands under ``question`` is all that a search needs."""
    if not isinstance(given, dict) or given.get("kind") not in ASKED_AGAIN:
        return False
    return all(key in given for key in next(keys for kind, keys in _GIVEN.items() if kind == given["kind"]))


def answer_otherwise(asked: SearchAgain, told: PlainForm) -> list[tuple[str, PlainData, PlainData]]:
    """Every value of a result's JSON that is another now, with its path."""
    found: list[tuple[str, PlainData, PlainData]] = []
    for made in asked.answers():
        found = list(values_otherwise(_figures(told), _figures(json.loads(made.to_json()))))
        if any(path != _LINE for path, _, _ in found) or not found:
            break  # figures are the same in every language
    return found


def _figures(told: PlainForm) -> PlainForm:
    """A result's JSON without what says by which code it was answered."""
    return {key: value for key, value in told.items() if key not in _OF_CODE}


def sweep_files_otherwise(asked: SearchAgain, folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Of each table and data file of a sweep's folder, the first figure that differs now; '' where none does."""
    wanted = [name for name in names if Path(name).suffix in REMADE and (folder / name).is_file()]
    found: dict[str, str] = {}
    for made in asked.answers() if wanted else ():
        assert isinstance(made, Sweep)
        with tempfile.TemporaryDirectory() as place:
            save_data(made, place)
            found = {name: _first(folder / name, Path(place) / name) for name in wanted}
        if any(not text.startswith(_LINE) for text in found.values() if text) or not any(found.values()):
            break
    return found


def _first(there: Path, made: Path) -> str:
    """The first figure in which two files differ; '' where they differ in nothing but the code that wrote them."""
    if there.read_bytes() == made.read_bytes():
        return ""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in (there, made)]
    if there.suffix == ".json":
        with suppress(ValueError, AttributeError):  # what is no JSON of an answer any more differs
            texts = [json_text(_figures(json.loads(text))) for text in texts]
    return "" if texts[0] == texts[1] else REMADE[there.suffix](*texts)
