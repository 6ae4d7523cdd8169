"""What a source states beside what says it in the file: addresses, claims, and how both are shown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import fakes
import pytest
from places import ROOT

from ladder_sim.analysis.description import describe
from ladder_sim.analysis.stated import said_by, stated_rules
from ladder_sim.core.i18n import speaking
from ladder_sim.experiment.comparing import compare
from ladder_sim.scenarios.loading import check_file, load_scheme, outline

RULES = """
scheme: desk
ladder:
  service: {junior: {base: 4000}, senior: {base: 4800, seats: 5}}
  team: {lead: {base: 6000, role: lead, seats: 2}}
entry: junior
hire_if: education >= college
probation: {months: 3, confirm: kpi >= 60}
reviews: {yearly: {every: year}}
tokens: {shield: {review: yearly, earn: kpi >= 95}}
moves:
  - id: up
    title: {en: To senior, zh: 升高级}
    from: junior
    to: senior
    review: yearly
    award: 500
    when:
      - {if: months_in_grade >= 12, id: served, title: {en: A year served, zh: 满一年}}
      - mean(kpi, 3) >= 80
    stages: [{stage: panel, days: 5, pass: 0.9}]
  - {id: lead, from: senior, to: lead, review: yearly, when: [{if: months_in_grade >= 12, id: served}]}
pay:
  bonus: {amount: 300, when: kpi >= 80}
stated:
"""
ALL = """
  - {rule: A year, at: Article 1, by: [moves.up.served, moves.lead.served]}
  - rule: {en: Good results, zh: 业绩好}
    at: {en: Article 2, zh: 第二条}
    by: moves.up.c2
    reading: {en: Of 80, zh: 80分}
  - {rule: A panel, by: [moves.up.panel, moves.up.award]}
  - {rule: Seats, by: [ladder.senior.seats, ladder.team]}
  - {rule: The rest, by: [hire_if, probation.confirm, tokens.shield.earn, pay.bonus.when], assumed: true}
  - {rule: Badges, left_out: No effect}
"""


def written(folder: Path, entries: str, name: str = "desk") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(RULES.replace("scheme: desk", f"scheme: {name}") + entries, encoding="utf-8")
    return path


def unclaimed(path: Path) -> list[str]:
    problems = check_file(path)
    assert not problems.errors, problems.errors
    return [str(w).split(" claims ")[1].split(";")[0] for w in problems.warnings if " claims " in str(w)]


def test_all_rules_claimed(tmp_path: Path) -> None:
    assert check_file(written(tmp_path, ALL)).warnings == []


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("moves.up.served, ", ["moves.up.served"]),
        (", moves.lead.served", ["moves.lead"]),  # with it the move itself, and then not its parts as well
        ("by: moves.up.c2", ["moves.up.c2"]),
        ("moves.up.panel, ", ["moves.up.panel"]),
        (", moves.up.award", ["moves.up.award"]),
        ("ladder.senior.seats, ", ["ladder.senior.seats"]),
        (", ladder.team", ["ladder.lead.seats"]),
        ("hire_if, ", ["hire_if"]),
        ("probation.confirm, ", ["probation.confirm"]),
        ("tokens.shield.earn, ", ["tokens.shield"]),
        (", pay.bonus.when", ["pay.bonus"]),
    ],
)
def test_every_kind_of_rule_needs_a_claim(tmp_path: Path, gone: str, named: list[str]) -> None:
    assert gone in ALL
    put = "by: reviews.yearly" if gone.startswith("by:") else ""
    assert unclaimed(written(tmp_path, ALL.replace(gone, put))) == named


def test_a_move_claims_its_keys_but_no_condition_and_no_stage(tmp_path: Path) -> None:
    entries = "  - {rule: All, by: [moves.*, ladder.team, ladder.senior, pay.*, tokens.*, hire_if, probation]}\n"
    assert unclaimed(written(tmp_path, entries)) == ["moves.up.served", "moves.up.c2", "moves.up.panel",
                                                     "moves.lead.served"]  # fmt: skip
    assert unclaimed(written(tmp_path, entries.replace("moves.*,", "moves.*.*,"))) == []


def test_only_what_is_left_out_asks_for_no_addresses(tmp_path: Path) -> None:
    assert unclaimed(written(tmp_path, "  - {rule: Badges, left_out: No effect}\n")) == []


def test_a_variant_inherits_entries_and_is_told_which_it_broke(tmp_path: Path) -> None:
    written(tmp_path, ALL)
    path = tmp_path / "strict.yaml"
    path.write_text("scheme: strict\nbased_on: desk\nmoves: [{id: lead, remove: true}]\n", encoding="utf-8")
    problems = check_file(path)
    assert problems.errors == []
    assert [str(w).split(": ", 2)[2] for w in problems.warnings] == [
        "nothing in this file has the address 'moves.lead.served' any more: the variant left it out"
    ]
    assert len(load_scheme(path).stated) == 6


def test_entries_do_not_change_what_a_scheme_is(tmp_path: Path) -> None:
    from ladder_sim.scenarios.loading import fingerprint

    with_, without = (load_scheme(written(tmp_path, text, "desk")) for text in (ALL, ALL[: ALL.index("  - {rule: B")]))
    assert fingerprint(with_) == fingerprint(without) and with_ == without


def test_the_card_shows_source_beside_file(tmp_path: Path) -> None:
    scheme = load_scheme(written(tmp_path, ALL))
    assert [entry.kind for entry in scheme.stated] == ["said", "reading", "said", "said", "assumed", "left_out"]
    assert [str(entry.rule) for entry in stated_rules(scheme)] == [
        "A year",
        "Good results",
        "A panel",
        "Seats",
        "Badges",
    ]
    section = next(s for s in describe(scheme).sections if s.title.startswith("Source and file"))
    assert section.title == "Source and file, rule by rule (5)"
    assert section.rows[0] == (
        "Article 1",
        "A year",
        "A year served (To senior)\nmonths_in_grade >= 12 (lead)",
        "as stated",
    )
    assert section.rows[1][3] == "read one way: Of 80"
    left = next(s for s in describe(scheme).sections if s.title == "Left out")
    assert left.rows == (("Badges", "No effect"),)
    with speaking("zh"):
        zh = next(s for s in describe(scheme).sections if s.title.startswith("原文"))
    assert zh.rows[1] == ("第二条", "业绩好", "mean(kpi, 3) >= 80（升高级）", "按一种解读：80分")


def test_the_readmes_count_what_the_schemes_state() -> None:
    schemes = [outline(path) for path in sorted((ROOT / "scenarios" / "schemes").glob("*.yaml"))]
    kinds = Counter(entry.kind for scheme in schemes if scheme is not None for entry in scheme.stated)
    told = [kinds["said"] + kinds["reading"] + kinds["left_out"], kinds["said"], kinds["reading"], kinds["left_out"]]
    for name, words in (
        (
            "README.md",
            r"state ([\d,]+) rules .*?: (\d+) are said as\s+they stand, (\d+) by a reading .*?, (\d+) are left out",
        ),
        ("README.zh.md", r"原文([\d,]+)条规定：(\d+)条按原文表述，(\d+)条按文件中写明的解读表述，(\d+)条未纳入"),
    ):
        found = re.search(words, (ROOT / name).read_text(encoding="utf-8"), re.S)
        assert found is not None, name
        assert [int(number.replace(",", "")) for number in found.groups()] == told, name


def test_every_scheme_from_practice_states_its_source() -> None:
    """But for the reference department, which is made up: every rule is claimed, and most by what the source states."""
    for path in sorted((ROOT / "scenarios" / "schemes").glob("*.yaml")):
        if path.stem == "reference-department":
            continue
        problems = check_file(path)
        assert not problems.errors and not problems.warnings, [str(p) for p in (*problems.errors, *problems.warnings)]
        scheme = load_scheme(path)
        assert len(stated_rules(scheme)) >= 8, path.stem
        assert all(entry.rule.zh != entry.rule.en for entry in scheme.stated), path.stem


def test_a_key_of_many_names_all_its_owners(tmp_path: Path) -> None:
    entries = "  - {rule: Pay, by: ladder.*.base}\n  - {rule: Seats, by: [ladder.*.seats, moves.*.award]}\n"
    scheme = load_scheme(written(tmp_path, entries))
    assert [said_by(scheme, entry) for entry in scheme.stated] == [
        "junior\nsenior\nlead",
        "junior\nsenior\nlead\nTo senior",
    ]


def test_the_page_shows_it_too(tmp_path: Path) -> None:
    from ladder_sim.model.report_options import Brief
    from ladder_sim.report.document.document import report_sections

    scheme = load_scheme(written(tmp_path, ALL))
    other = replace(fakes.scheme("other"), stated=())
    result = compare([scheme, other], "small-department-30", months=3, replications=2)
    section = next(s for s in report_sections(result, Brief()) if s.id == "assumptions")
    table = next(t for t in section.appendix if t.title == "Source and file, rule by rule")
    assert len(table.rows) == 6
    assert table.rows[-1][2:] == ("Badges", "", "left out: No effect")
