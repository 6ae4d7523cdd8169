"""Tables that came as lines of text, a cell to a line."""

from __future__ import annotations

import pytest

from ladder_sim.policies.reading import policy_text

ROWS = {
    "zh": [("等级", "任职时间", "绩效"), ("初级巡检员", "满3个月", "75分"), ("高级巡检员", "满9个月", "80分"),
         ("巡检班长", "满2年", "85分")],
    "zh codes": [("岗位级别", "司龄", "迟到", "底薪"), ("K1", "不限", "6次", "3000元"), ("K2", "1年", "4次",
         "3500元"), ("K3", "3年", "2次", "4200元")],
    "en": [("Grade", "Time in grade", "Score"), ("Junior Baker", "-", "-"), ("Baker", "12 months",
         "80 or above"), ("Master Baker", "24 months", "90 or above")],
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_cells_on_lines_are_a_table_again(name: str, blank: str) -> None:
    rows = ROWS[name]
    text = blank.join(["标准" if name != "en" else "The table", *(cell for row in rows for cell in row)])
    end = "每季度末评定一次。" if name != "en" else "Reviews are held every quarter."
    source = policy_text(f"{text}\n{end}\n")
    assert [list(table.rows) for table in source.tables] == [rows]
    (cell,) = [each for each in source.passages if each.text == rows[3][1]]
    lines = text.splitlines()
    assert cell.kind == "cell" and lines[cell.line - 1] == cell.text and cell.headings[-2:] == (rows[0][1], rows[3][0])


@pytest.mark.parametrize("text", [
    "等级\n初级\n中级\n高级\n每季度评定一次。", "岗位\n客服的职责很多\n客服主管\n负责排班\n负责培训\n负责考核\n",
    "Position\nWe are a small firm\nOur values\nCome and see\n", "等级\n", "级别\n任职\n初级\n",
])  # fmt: skip
def test_lines_that_are_no_cells_stay_lines(text: str) -> None:
    assert policy_text(text).tables == ()
