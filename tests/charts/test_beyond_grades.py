"""A picture of some grades of a large ladder: what lies beyond them is said in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from matplotlib.text import Text

from ladder_sim import charts
from ladder_sim.analysis.ladder_graph import ways
from ladder_sim.charts.beyond import told_in
from ladder_sim.charts.flow_layout import RARE, Spacing, flows_of, lay_out
from ladder_sim.charts.ladder_layout import lay_out as lay_ladder
from ladder_sim.core.i18n import speaking
from ladder_sim.core.signs import width
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.moves import EXIT
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme

ROOM = (12.03, 4.49)
#: One track of thirteen grades and of nine, four tracks, five tracks, two tracks of nine rows.
LARGE = ("sales-engineer-ladder", "hotel-assistant-points", "logistics-dual-track", "video-cloud-levels")


def pieces(tracks: Iterable[Sequence[str]]) -> list[list[str]]:
    """Six grades of a track at a time."""
    return [list(track[i : i + 6]) for track in tracks for i in range(0, len(track), 6)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", LARGE)
def test_a_large_ladder_is_read_part_by_part(name: str, language: str) -> None:
    """No letter below 12 points, nothing cut, every move drawn or said."""
    scheme = load_scheme(name)
    with speaking(language):
        made = pieces([g.id for g in scheme.grades if g.track == track] for track in scheme.tracks)
        assert len(made) > 1
        for part in made:
            ax = charts.ladder(scheme, room=ROOM, grades=part)
            figure = ax.get_figure(root=True)
            wide, high = figure.get_size_inches()
            scale = min(ROOM[0] / wide, ROOM[1] / high)
            shown = [text for text in figure.findobj(Text) if text.get_text() and text.get_gid() != "source"]
            assert min(text.get_fontsize() for text in shown) * scale >= 11.95
            texts = {text.get_text() for text in shown}
            names = {text.removesuffix(" ↻") for text in map(_flat, texts)}
            assert {str(grade.title) for grade in scheme.grades if grade.id in part} <= names
            every = {(way.source, way.target) for way in ways(scheme)}
            inside = {way for way in every if set(way) - {EXIT} <= set(part)}
            beyond = {(a, b) for _, a, b in lay_ladder(scheme, grades=part).beyond}
            assert beyond == {way for way in every - inside if set(way) & set(part)}
            assert bool(beyond) == any(text.get_gid() == "beyond" for text in shown)


def _flat(text: str) -> str:
    return text.replace("\n", "") if any(width(sign) == 2 for sign in text) else text.replace("\n", " ")


@pytest.fixture(scope="module")
def logistics() -> Run:
    return simulate("logistics-dual-track", "small-department-30", months=12, replications=2)


def parts_of(run: Run) -> list[tuple[int, ...]]:
    """The places of the grades of each track, six at a time."""
    codes = {g.id: i for i, g in enumerate(run.axes.grades) if g.covered}
    tracks = [[g.id for g in run.scheme.grades if g.track == track] for track in run.scheme.tracks]
    return [tuple(codes[grade] for grade in piece) for piece in pieces(tracks)]


def test_a_large_map_is_read_part_by_part(logistics: Run) -> None:
    made = parts_of(logistics)
    assert len(made) > 1
    flows = {flow.name for flow in flows_of(logistics) if flow.people.mean >= RARE}
    told: set[str] = set()
    for part in made:
        ids = [logistics.axes.grades[i].id for i in part]
        ax = charts.flows(logistics, room=ROOM, grades=ids)
        assert min(text.get_fontsize() for text in ax.texts) >= 11.95
        layout = lay_out(logistics, grades=part)
        told |= {arrow.flow.name for arrow in layout.arrows} | {flow.name for flow in layout.beyond}
        assert bool(layout.beyond) == any(text.get_gid() == "beyond" for text in ax.texts)
    assert told == flows


def test_bars_and_arrows_of_parts_are_of_one_scale(logistics: Run) -> None:
    whole, part = lay_out(logistics), parts_of(logistics)[-1]
    ids = [logistics.axes.grades[i].id for i in part]
    ax = charts.flows(logistics, room=ROOM, grades=ids)
    bars = {patch.get_gid(): patch.get_width() for patch in ax.patches if str(patch.get_gid()).startswith("bar")}
    people = {i: logistics.window().people[:, i].mean() for i in whole.bars}
    assert max(bars.values()) < ax.get_xlim()[1] / 4, "the largest grade stands in another part"
    first, last = part[0], part[-1]
    assert bars[f"bar {first}"] / bars[f"bar {last}"] == pytest.approx(people[first] / people[last], rel=0.05)


def test_what_no_line_holds_is_counted() -> None:
    items = [f"step {i}" for i in range(9)]
    with speaking("en"):
        text = told_in(items, 30, 2)
        assert text == "step 0; step 1; step 2;\nstep 3; step 4 (and 4 more)", text
        assert told_in(items[:2], 30, 2) == "step 0; step 1"
    assert Spacing().said == 0
