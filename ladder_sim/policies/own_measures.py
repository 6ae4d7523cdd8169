"""Measures that a document has of its own, such as a first-time fix rate: each brought along as a signal."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import Title
from ladder_sim.policies.figures import NUMBER
from ladder_sim.policies.measured import MeasuredWords, measure_of

#: How the name of a measure ends that is looked back on by its mean.
_ENDS = "评分|得分|分值|率|准确性|及时性|完好度|满意度|评价分|合格度"
OWN_WORDS = (
    rf"[\u4e00-\u9fff]{{2,12}}?(?:{_ENDS})(?![\u4e00-\u9fff]{{0,3}}(?:{_ENDS}))|"
    r"\b(?:[a-z][a-z]*(?:-[a-z]+)* ){1,4}(?:rates?|scores?|ratios?|accuracy|utili[sz]ation|yield)\b"
)
#: What stands before the name and is none of it: a time, a verb, a mean.
_BEFORE = re.compile(
    rf"^(?:.*?(?:近|前|最近|过去|连续|申请前|晋升前|上|每)(?:的)?(?:{NUMBER})?(?:个)?(?:自然)?(?:月度?|季度?|年度?|半年)|"
    r".*?(?:在岗|任职|试用|考核|评定)?(?:期间|期内|时)|年度|月度|季度|半年度?)?(?:内|的|中|里)?"
    r"(?:且|其|均|须|应|要求|达到|保持|所有|各项|其中|本人|个人|平均|月均|累计|综合|以及|并)*(?:的)?"
)
_EN_BEFORE = re.compile(
    r"^(?:.*\b(?:an?|the|of|has|have|had|with|and|or|to|for|keeps?|kept|reach(?:ed|es)?|achieved?|maintain(?:s|ed)?|"
    r"average|mean|monthly|quarterly|yearly|annual|his|her|their|whose|by|in|at|least) )+",
    re.IGNORECASE,
)
#: Words of the appraisal as a whole, and of pay: no measure of the document's own.
_GENERAL = re.compile(
    "绩效|考核|考评|业绩|KPI|测评|评估|评价|表现|成绩|笔试|面试|考试|实操|理论|答辩|工资|薪|奖金|津贴|比例|概率|晋升|淘汰|流失|占|"
    "perform|apprais|evaluat|assess|review|kpi|test|exam|interview|overall|pay|salary|wage|base|hourly|increase|growth|"
    "promotion|interest|final|total|minimum|required|who|anyone|everyone|person|people|staff|employee|candidate",
    re.IGNORECASE,
)
_LOW = re.compile(
    "差错|错误|失误|投诉|退货|报废|破损|缺勤|损耗|返工|不良|次品|超时|error|fault|complaint|reject|scrap|return|"
    "damage|absence|defect|loss|delay",
    re.IGNORECASE,
)


def own_measure(words: str) -> MeasuredWords | None:
    """The measure of the document's own that words name; None where they name none, or one that is known.

    Parameters
    ----------
    words : as `OWN_WORDS` finds them
    """
    chinese = bool(re.search("[\u4e00-\u9fff]", words))
    name = (_BEFORE if chinese else _EN_BEFORE).sub("", words.strip(), count=1)
    if _GENERAL.search(name) or not (3 <= len(name) <= 12 if chinese else " " in name):
        return None
    known = measure_of(name)
    if known is not None and (known.name != "kpi" or re.fullmatch(known.words, name, re.IGNORECASE)):
        return None
    id = re.sub(r"\W+", "_", name.lower()).strip("_")
    return MeasuredWords(id, "level", re.escape(name)) if id.isidentifier() else None


def signal_of(title: str, mark: float) -> dict[str, object]:
    """A signal for a measure of a document's own: assumed to lie about the mark that is asked.

    Parameters
    ----------
    title : its words
    mark : the mark that the document asks, in points or per cent
    """
    room = max(0.5, min(5.0, mark / 10, (100 - mark) / 2 if mark < 100 else 5.0))
    return {
        "title": title, "unit": "%" if re.search("率|rate|ratio|yield", title) else "points",
        "better": "low" if _LOW.search(title) else "high", "basis": "assumed",
        "normal": {"mean": mark, "between": round(room, 2), "within": round(room, 2), "carry": 0.7},
        "clip": [0, max(100, round(1.5 * mark))],
    }  # fmt: skip


OWN = Title("a measure of the document's own, brought along", "原文自有指标，分布为假设")
