"""Every scheme on one service center: it runs, its books close, and what looks odd has its reason in the file."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from places import ROOT

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_study, load_workforce

STUDY = load_study(ROOT / "scenarios" / "studies" / "all-schemes.yaml")
FEW = 3

# Schemes whose result surprises, with words of the note or of the rule left out that explain it.
HARDLY_ANYBODY: dict[str, str] = {}  # fewer than one promotion a year for 100 people
MORE_DOWN_THAN_UP = {"top-three-reserve-supervisor": "fall out of them more often than they reach them"}


def test_the_study_names_every_scheme_taken_from_practice() -> None:
    named = {path.stem for path in (ROOT / "scenarios" / "schemes").glob("*.yaml")}
    # the reference department is made up, for timing the engine
    assert set(STUDY.schemes) == named - {"reference-department"}
    assert STUDY.baseline in STUDY.schemes


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ladder_sim.core.problems.LadderWarning")
@pytest.mark.parametrize("name", STUDY.schemes)
def test_every_parameter_reaches_its_ends(name: str) -> None:
    """Only marks that follow on one another stop each other; the message says so."""
    scheme = load_scheme(name)
    for parameter in scheme.parameters.values():
        ends = [end for end in (parameter.low, parameter.high) if end is not None]
        for value in (*(int(end) if parameter.integer else end for end in ends), *parameter.choices):
            try:
                scheme.with_(**{parameter.name: value})
            except LadderError as error:
                assert "cut-offs of band(…) must rise" in str(error), (parameter.name, value)


def played(name: str) -> Run:
    return simulate(
        load_scheme(name), load_workforce(STUDY.workforce), months=STUDY.months, replications=FEW, seed=STUDY.seed
    )


def moved(run: Run, kind: str) -> int:
    return sum(
        int(run.counts.moves[:, :, arc].sum())
        for arc, (move, _, _) in enumerate(run.axes.arcs)
        if run.axes.moves[move].kind == kind
    )


def books_close(run: Run) -> None:
    """Opening + hires − exits = closing, in every replication and month; nobody is less than nobody."""
    counts = run.counts
    stocks = counts.headcount.astype(np.int64).sum(axis=2)
    leavers = counts.exits.reshape(*counts.exits.shape[:2], -1).sum(axis=2)
    assert (stocks[:, 1:] == stocks[:, :-1] + counts.hires.sum(axis=2) - leavers).all()
    assert counts.headcount.min() >= 0 and counts.moves.min() >= 0
    assert np.isfinite(counts.pay).all() and counts.pay.sum() > 0


def reasons(name: str) -> str:
    scheme = load_scheme(name)
    return " ".join([*(note.en for note in scheme.notes), *(f"{n.rule.en} {n.reason.en}" for n in scheme.left_out)])


@pytest.mark.slow
def test_every_scheme_runs_and_what_looks_odd_is_explained() -> None:
    with ProcessPoolExecutor(2) as pool:
        runs = dict(zip(STUDY.schemes, pool.map(played, STUDY.schemes), strict=True))
    years = STUDY.months / 12
    hardly, down = set(), set()
    for name, run in runs.items():
        books_close(run)
        people = run.counts.headcount[:, 1:].sum() / (FEW * STUDY.months)
        assert 150 <= people <= 200, f"{name}: {people:.0f} people on average"
        assert run.counts.exits.sum() / (FEW * years * people) < 1, f"{name}: everybody leaves within a year"
        up = moved(run, "promotion")
        if up / (FEW * years * people) < 0.01:
            hardly.add(name)
        if moved(run, "demotion") > up:
            down.add(name)
    assert hardly == set(HARDLY_ANYBODY)
    assert down == set(MORE_DOWN_THAN_UP)
    for name, words in {**HARDLY_ANYBODY, **MORE_DOWN_THAN_UP}.items():
        assert words in reasons(name), f"{name}: the file should say why"


def never_made(name: str) -> list[Title]:
    """The titles of the moves that nobody makes in twenty years."""
    run = simulate(load_scheme(name), load_workforce(STUDY.workforce), months=240, replications=4, seed=STUDY.seed)
    made = {move for arc, (move, _, _) in enumerate(run.axes.arcs) if run.counts.moves[:, :, arc].any()}
    return [move.title for number, move in enumerate(run.axes.moves) if number not in made]


@pytest.mark.slow
def test_every_move_happens_or_a_note_names_it_and_says_why_not() -> None:
    with ProcessPoolExecutor(2) as pool:
        never = dict(zip(STUDY.schemes, pool.map(never_made, STUDY.schemes), strict=True))
    assert sum(map(len, never.values())) < 30, "so many cannot be right"
    for name, titles in never.items():
        notes = load_scheme(name).notes
        for title in titles:
            told = [note for note in notes if f'"{title.en}"' in note.en and f"“{title.zh}”" in note.zh]
            assert told, f"{name}: nobody makes the move '{title.en}' in twenty years; a note should say why"
