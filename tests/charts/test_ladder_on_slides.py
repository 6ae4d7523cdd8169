"""The ladder on a slide tells whole what it can."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analysis.rule_text.seat_words import seats_text
from ladder_sim.charts.ladder_picture import ladder
from ladder_sim.core.i18n import use
from ladder_sim.scenarios.loading import load_scheme


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["ecommerce-dual-track", "customer-center-ladder"])
def test_names_and_seats_of_a_single_track_stand_whole(name: str, language: str) -> None:
    use(language)
    scheme = load_scheme(name)
    shown = {text.get_text() for text in ladder(scheme, Figure().subplots(), room=(12.0, 4.5)).texts}
    for grade in scheme.grades:
        assert str(grade.title) in shown
        if grade.seats is not None:
            assert seats_text(grade.seats, scheme, Wording(scheme)) in shown


def test_a_heading_of_two_lines_stands_within_the_picture() -> None:
    use("en")
    axes = ladder(load_scheme("sales-engineer-ladder"), room=(6.2, 4.6))
    (heading,) = [text for text in axes.texts if text.get_text() == "Sales technicians and\nengineers"]
    assert axes.figure is not None
    box = heading.get_window_extent().transformed(axes.transData.inverted())
    assert box.y1 <= axes.get_ylim()[1] + 0.01
