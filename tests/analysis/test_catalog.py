"""The catalog: figures of a scheme, its rules in words, and the picture of its ladder."""

from __future__ import annotations

import io
import itertools
import logging
import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from places import ROOT
from ruamel.yaml import YAML

import ladder_sim as ls
from ladder_sim import charts
from ladder_sim.analysis.description import describe
from ladder_sim.analysis.ladder_graph import Way, ways
from ladder_sim.analysis.ladder_graph import entries as hired_into
from ladder_sim.analysis.rule_text.expressions import Wording, unit_title
from ladder_sim.analysis.scheme_figures import entries, entry_of
from ladder_sim.charts.ladder_layout import PLAIN, lay_out, rows_of
from ladder_sim.core import i18n
from ladder_sim.expressions.spans import AS_FAR, SINCE, SPANS
from ladder_sim.model.expression import Expr
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_scheme, outline

SCHEMES = sorted(path.stem for path in (ROOT / "scenarios" / "schemes").glob("*.yaml"))

# Small and large, with one track and with five; the others are drawn by the slow tests.
PICTURED = ("agent-to-foreman", "ecommerce-kpi-baseline", "logistics-dual-track", "video-cloud-levels")

RULES = """\
scheme: desk
title: {en: "<b>Desk</b>", zh: 服务台}
parameters:
  bar: {value: 80, from: 0, to: 100, unit: points}
  look_back: {value: 3, integer: true, from: 1, to: 12, unit: months, assumed: true}
  wide: {value: false, reading: true}
  step: {value: 1.2, assumed: D11}
ladder:
  desk:
    trial_agent: {role: agent, base: 1000, trial: true, wait: 6}
    agent_1: {role: agent, base: 1000 * step ** 2, wait: 12}
    agent_2: {title: {en: Second, zh: 二级}, role: agent, base: 2000}
  lead:
    boss: {role: supervisor, base: 3000, seats: 1 per 8 agent}
entry: trial_agent
scores:
  mark: {every: quarter, title: {en: Mark, zh: 综合分}, value: "0.4 * mean(kpi, 3) + 0.6 * mean(satisfaction, 3)"}
reviews:
  quarterly: {every: quarter}
  rolling: {every: 2 months}
moves:
  - {id: fit, from: trial_agent, to: next, review: rolling, when: [months_in_grade >= own.wait]}
  - id: up
    from: agent_1
    to: "agent_2 if wide else agent_2"
    review: quarterly
    when:
      - {if: "mean(kpi, look_back) >= bar and not serious > 0", title: {en: Good, zh: 良好}}
      - count(mark >= 90, 4) >= 3
    stages: [{stage: panel, days: 5, pass: 0.9}]
  - {id: lead, from: agent_2, to: boss, review: quarterly, when: [streak(kpi > 70) >= 4], order: mark}
  - {id: back, from: agent_2, to: lower, review: quarterly, when: [mark < 50]}
  - {id: out, from: any, to: exit, review: quarterly, when: [mark < 20], cause: {dismissal: 0.5, transfer: 0.5}}
signals:
  serious: {title: {en: Serious faults, zh: 严重失误}, poisson: {mean: 0.1}}
pay:
  bonus: {amount: 0.3 * base, for: agent, title: {en: Bonus, zh: 奖金}}
stated:
  - {rule: {en: Canteen, zh: 食堂}, left_out: {en: no promotion in it, zh: 与晋升无关}}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Scheme:
    path = tmp_path / "desk.yaml"
    path.write_text(RULES, encoding="utf-8")
    return load_scheme(path)


# --- figures ------------------------------------------------------------------------------------


def test_figures_count_parameters_by_origin_and_numbers_in_the_rules(desk: Scheme) -> None:
    found = entry_of(desk)
    assert (found.stated, found.assumed, found.readings, found.left_out) == (1, 2, 1, 1)
    # base pay 1000, 2000, 3000; fields 6 (12 is neutral); 90 and 3, 4 in a row above 70, 50, 20; the panel's 5 days and
    # .9; 8 agents; half the exits each way; no exponent, no weight, no window, no parameter
    assert found.fixed == 3 + 1 + 2 + 2 + 2 + 2 + 1 + 2
    assert [str(cycle) for cycle in found.reviews] == ["quarterly", "every 2 months"]
    assert (found.grades, found.moves) == (4, 5)


def test_an_outline_has_the_figures_of_the_checked_scheme() -> None:
    path = ROOT / "scenarios" / "schemes" / "logistics-dual-track.yaml"
    made = outline(path)
    assert made is not None and entry_of(made) == entry_of(load_scheme(path))


def test_a_file_is_read_again_once_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "scenarios" / "schemes"
    folder.mkdir(parents=True)
    (folder / "desk.yaml").write_text(RULES, encoding="utf-8")
    (folder / "twin.yaml").write_text("scheme: twin\nbased_on: desk\ntitle: Twin\nparameters: {bar: 85}\n", "utf-8")
    monkeypatch.chdir(tmp_path)

    def moves() -> dict[str, int]:
        return {found.id: entry.moves for found, entry in entries() if entry is not None}

    before = moves()
    assert (before["desk"], before["twin"]) == (5, 5)
    shorter = "\n".join(line for line in RULES.splitlines() if "id: back" not in line)
    (folder / "desk.yaml").write_text(shorter, encoding="utf-8")
    after = moves()
    assert (after["desk"], after["twin"]) == (4, 4), "a variant follows what it is based on"


def test_the_catalog_is_a_frame_of_every_scheme() -> None:
    frame = ls.catalog()
    assert set(SCHEMES) <= set(frame["id"])
    row = frame.set_index("id").loc["video-cloud-levels"]
    assert row["grades"] == 18 and row["reviews"] == "yearly, every 3 months"
    assert row["assumed"] == sum(p.assumed for p in load_scheme("video-cloud-levels").parameters.values())


# --- words --------------------------------------------------------------------------------------


def said(scheme: Scheme, text: str) -> str:
    return Wording(scheme).tell(Expr(text), {"agent_1": "agent_2"})


@pytest.mark.parametrize(
    ("rule", "en", "zh"),
    [
        ("mean(kpi, look_back) >= bar", "mean of KPI score over the last 3 months ≥ 80", "近3个月绩效得分的均值 ≥ 80"),
        ("count(mark >= 90, 4) >= 3", "(Mark ≥ 90) at least 3 times in the last 4 quarters",
         "近4个季度（综合分 ≥ 90）不少于3次"),
        ("months_in_grade >= own.wait", "12 months in the grade", "任现职级满12个月"),
        ("not (serious > 0 or on_probation)", "not (Serious faults > 0 or on probation)",
         "非（严重失误 > 0 或 处于试用期）"),
        ("100 - 2 * 10", "80", "80"),
        ("(1 if wide else 2) * base", "2 × base pay", "2 × 基本工资"),
        ("base * (1 - (kpi - 5))", "base pay × (1 − (KPI score − 5))", "基本工资 × （1 − （绩效得分 − 5））"),
        ("grade in [agent_1, agent_2]", "grade is one of agent 1, Second", "职级属于agent 1、二级"),
        ("rank(mark, team) <= 3", "among the first 3 of the team by Mark", "按综合分在小组内排名前3"),
        ("total(kpi + mark, this_year)", "total of (KPI score + Mark) over this year", "本年（绩效得分 + 综合分）合计"),
        ("1000 * step ** 2", "1,440", "1,440"),
        ("not years_employed >= 1", "less than 1 year in the company", "司龄不满1年"),
        ("not kpi >= bar", "KPI score < 80", "绩效得分 < 80"),
        ("rank_from_bottom(kpi, grade) <= 2", "among the last 2 of the grade by KPI score",
         "按绩效得分在职级内排名后2"),
        ("ever(kpi >= 90) >= 1", "(KPI score ≥ 90) at least 1 time so far", "累计（绩效得分 ≥ 90）不少于1次"),
        ("months_employed >= (12 if wide else 24)", "24 months in the company", "司龄满24个月"),
        ("months_employed >= (12 if kpi > 90 else 24)",
         "12 months in the company if KPI score > 90; otherwise 24 months in the company",
         "若绩效得分 > 90：司龄满12个月；其余：司龄满24个月"),
        ("years_employed > 2", "years in the company > 2", "司龄年数 > 2"),
    ],
)  # fmt: skip
def test_an_expression_in_words(desk: Scheme, rule: str, en: str, zh: str) -> None:
    assert said(desk, rule) == en
    ls.use("zh")
    assert said(desk, rule) == zh


def test_a_rule_that_depends_on_the_grade_tells_every_grade(desk: Scheme) -> None:
    told = Wording(desk).tell(Expr("months_in_grade >= own.wait"), {"trial_agent": "agent_1", "agent_1": "agent_2"})
    assert told == "months in the grade ≥ [6 (trial agent), 12 (agent 1)]"


def test_a_title_that_says_its_rule_is_not_said_twice(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    move = "id: up, from: a, to: b, review: y, when: [{if: months_in_grade >= 12, title: 12 months in the grade}]"
    path.write_text(
        "scheme: twice\nladder: {t: {a: {base: 1}, b: {base: 2}}}\nentry: a\nreviews: {y: {every: year}}\n"
        f"moves: [{{{move}}}]\n",
        encoding="utf-8",
    )
    assert str(describe(path)).count("12 months in the grade") == 1


def test_a_card_tells_every_rule(desk: Scheme) -> None:
    text = str(describe(desk))
    for line in (
        "4 grades, 5 moves; tracks: desk, lead; reviews: quarterly, every 2 months",
        "parameters: stated 1, assumed 2, readings 1; numbers in the rules: 15; rules left out: 1",
        "seats: 1 per 8 agents",
        "• Good: mean of KPI score over the last 3 months ≥ 80 and not (Serious faults > 0)",
        "→ panel (5 working days; 90% pass)",
        "first by Mark",
        "dismissal 50%, transfer out 50%",
        "for: agents",
        "reason: no promotion in it",
    ):
        assert line in text
    ls.use("zh")
    told = str(describe(desk))
    assert "每8名客服设1名" in told and "通过率90%" in told and "3个月" in told and "食堂" in told


def test_a_card_escapes_what_a_file_says(desk: Scheme) -> None:
    page = describe(desk)._repr_html_()
    assert "&lt;b&gt;Desk&lt;/b&gt;" in page and "<b>Desk" not in page
    assert page.count("<details") == page.count("</details>") == len(describe(desk).sections)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", SCHEMES)
def test_every_scheme_has_a_card(name: str, language: str) -> None:
    ls.use(language)
    scheme = load_scheme(name)
    card = describe(scheme)
    moves = next(section for section in card.sections if section.open)
    assert len(moves.rows) == len(scheme.moves)
    cells = [cell for section in card.sections for row in section.rows for cell in row]
    assert not [cell for cell in cells if "Expr(" in cell or "Title(" in cell]
    assert card._repr_html_().startswith("<style>")


# --- ways and pictures --------------------------------------------------------------------------


def test_ways_read_the_grades_that_an_expression_names() -> None:
    found = [w for w in ways(load_scheme("logistics-dual-track")) if w.move == "business_shrinks"]
    assert found == [
        Way("business_shrinks", "lateral", "service_supervisor", "senior"),
        Way("business_shrinks", "lateral", "service_manager", "veteran"),
        Way("business_shrinks", "lateral", "project_supervisor", "senior"),
        Way("business_shrinks", "lateral", "project_manager", "veteran"),
    ]
    stars = [(w.source, w.target) for w in ways(load_scheme("fabric-star-pay")) if w.move == "fast"]
    assert stars == [("star_1", "star_3"), ("star_2", "star_4"), ("star_3", "star_5"), ("star_4", "star_5")]
    assert hired_into(load_scheme("logistics-dual-track")) == ("assistant", "junior", "intermediate")


@pytest.mark.parametrize("name", SCHEMES)
def test_every_grade_stands_above_the_one_below_it_and_no_box_covers_another(name: str) -> None:
    scheme = load_scheme(name)
    found = [(way.kind, way.source, way.target) for way in ways(scheme)]
    rows = rows_of(scheme, found)
    for low, high in itertools.pairwise(scheme.grades):
        assert low.track != high.track or rows[low.id] < rows[high.id]
    layout = lay_out(scheme)
    corners = list(layout.boxes.values())
    assert len(corners) == len(scheme.grades)
    for (x, y), (a, b) in itertools.combinations(corners, 2):
        assert abs(x - a) >= PLAIN.wide or abs(y - b) >= PLAIN.high
    for line in layout.lines:
        for (x1, y1), (x2, y2) in itertools.pairwise(line.points):
            for a, b in corners:  # a line may end at a box, never run through it
                inside_x = max(min(x1, x2), a + 0.02) < min(max(x1, x2), a + PLAIN.wide - 0.02) or (
                    x1 == x2 and a + 0.02 < x1 < a + PLAIN.wide - 0.02
                )
                inside_y = max(min(y1, y2), b + 0.02) < min(max(y1, y2), b + PLAIN.high - 0.02) or (
                    y1 == y2 and b + 0.02 < y1 < b + PLAIN.high - 0.02
                )
                assert not (inside_x and inside_y), f"{line.kind} runs through a box"


def drawn(figure: Figure) -> list[Text]:
    figure.savefig(io.BytesIO(), format="png", dpi=figure.dpi)  # extents are those of the last drawing
    return [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text().strip()]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "name", [name if name in PICTURED else pytest.param(name, marks=pytest.mark.slow) for name in SCHEMES]
)
def test_no_text_of_a_picture_overlaps_another_or_leaves_its_box(
    name: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    ls.use(language)
    with caplog.at_level(logging.WARNING):
        figure = charts.ladder(name).get_figure(root=True)
        assert figure is not None
        texts = drawn(figure)  # type: ignore[arg-type]
    assert not caplog.records
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    wide, high = figure.get_size_inches() * figure.dpi
    for said, box in boxes:
        assert box.x0 >= 0 and box.x1 <= wide and box.y0 >= 0 and box.y1 <= high, f"{said!r} leaves the picture"
    for (a, one), (b, other) in itertools.combinations(boxes, 2):
        assert not one.overlaps(other), f"{a!r} overlaps {b!r}"
    scheme, dots = load_scheme(name), figure.dpi
    grades = {str(grade.title).replace(" ", "") for grade in scheme.grades}
    held = 0
    for said, box in boxes:
        if said.replace("\n", "").replace(" ", "") in grades:  # a track may be called like a grade
            middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            for x, y in lay_out(scheme).boxes.values():
                if x < middle[0] / dots < x + PLAIN.wide and y < middle[1] / dots < y + PLAIN.high:
                    assert x * dots <= box.x0 and box.x1 <= (x + PLAIN.wide) * dots, f"{said!r} leaves its box"
                    assert y * dots <= box.y0 and box.y1 <= (y + PLAIN.high) * dots, f"{said!r} leaves its box"
                    held += 1
    assert held >= len(scheme.grades) / 2, "most names fit without being cut"


def test_a_ladder_is_drawn_on_given_axes_and_shrinks_with_them(desk: Scheme) -> None:
    figure = Figure(figsize=(3, 2))
    ax = figure.add_subplot()
    assert charts.ladder(desk, ax) is ax
    sizes = {text.get_fontsize() for text in ax.texts}
    assert max(sizes) < 11
    assert charts.ladder(desk)._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]


def _units(folder: Path) -> set[str]:
    """The units of parameters and signals in the files of a folder."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("unit"), str):
                found.add(value["unit"])
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    for path in sorted(folder.rglob("*.yaml")):
        walk(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    return found


def test_every_unit_and_track_of_the_schemes_has_a_chinese_name() -> None:
    units = _units(ROOT / "scenarios") | _units(ROOT / "ladder_sim" / "data")
    assert len(units) > 60
    i18n.use("zh")
    assert not {unit for unit in units - {"%"} if unit_title(unit) == unit}
    for path in SCHEMES:
        tracks = load_scheme(path).tracks
        assert not [track for track, title in tracks.items() if title.zh == title.en], path


@pytest.mark.parametrize("span", [*sorted(SPANS.keys() - {AS_FAR, SINCE}), f"{AS_FAR}(3)", f"{SINCE}('2028-01')", "3"])
def test_every_span_of_a_window_is_told_in_words(desk: Scheme, span: str) -> None:
    i18n.use("zh")
    assert not re.search("[a-z_]", said(desk, f"total(kpi, {span})").replace("KPI", "")), span
