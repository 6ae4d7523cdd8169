"""What the further keys of grades are called: declared once, shown where a rule reads one, asked for by `check`."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import SCHEMES
from scenes import scheme_of

from ladder_sim.analysis.description import describe
from ladder_sim.core.i18n import Language, speaking
from ladder_sim.files.changes import diff
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.scenarios.loading import check_file, load_scheme

TEXT = """
ladder:
  service:
    junior: {{base: 4000, title: {{en: Junior, zh: 初级}}, errors_cap: kpi_cap if kpi_cap > 3 else 5 + 0 * kpi_cap}}
    senior: {{base: 4800, errors_cap: 2}}
{fields}parameters: {{kpi_cap: 4}}
entry: junior
reviews: {{monthly: {{every: month}}}}
moves:
  - id: up
    from: any
    to: next
    review: monthly
    when: [total(incident, 3) <= 2 * next.errors_cap + own.errors_cap * kpi]
"""
NAMED = "fields: {errors_cap: {en: most errors allowed, zh: 差错上限}}\n"


@pytest.mark.parametrize(
    ("language", "named", "plain"), [("en", "most errors allowed", "errors cap"), ("zh", "差错上限", "errors cap")]
)
def test_a_rule_is_told_with_the_name_that_the_file_gives(
    language: Language, named: str, plain: str, tmp_path: Path
) -> None:
    text = TEXT.replace("from: any", "from: [g0, g1, g2, g3, g4, g5, g6, g7, g8]")
    grades = "".join(f"    g{i}: {{{{base: {4000 + i}, errors_cap: {i}}}}}\n" for i in range(10))
    text = text.replace("    senior:", grades + "    senior:").replace("[g0", "[junior, g0")
    with speaking(language):
        for fields, word, other in ((NAMED, named, plain), ("", plain, named)):
            card = str(describe(scheme_of(tmp_path, text.format(fields=fields))))
            assert word in card and other not in card


def test_a_name_changes_no_result_and_a_change_is_told_by_it(tmp_path: Path) -> None:
    named, plain = (scheme_of(tmp_path, TEXT.format(fields=fields)) for fields in (NAMED, ""))
    assert fingerprint(named) == fingerprint(plain) and not diff(named, plain)
    other = scheme_of(tmp_path, TEXT.format(fields=NAMED).replace("errors_cap: 2", "errors_cap: 3"))
    with speaking("zh"):
        assert any("差错上限" in line and "errors_cap" not in line for line in diff(named, other))


def test_check_asks_for_the_name_where_grades_have_titles(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    for fields, found in ((NAMED, 0), ("", 1)):
        path.write_text("scheme: s" + TEXT.format(fields=fields), encoding="utf-8")
        said = [str(problem) for problem in check_file(path).warnings if "has no title" in str(problem)]
        assert len(said) == found
        assert all("s.yaml:4:" in text and "errors_cap" in text for text in said)


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_field_of_the_shipped_schemes_has_a_name_in_both_languages(path: Path) -> None:
    scheme = load_scheme(path)
    used = {name for grade in scheme.grades for name in grade.fields}
    assert used == set(scheme.fields)
    for name, title in scheme.fields.items():
        assert title.en != title.zh and name != title.en, name
