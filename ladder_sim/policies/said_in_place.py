"""What a passage says where it stands: a cell with the head of its column, a point with the lead of its list."""

from __future__ import annotations

import re

from ladder_sim.policies.figures import SPAN, shown
from ladder_sim.policies.ladders import FoundLadder
from ladder_sim.policies.results_clause import window_in
from ladder_sim.policies.source import Passage


def told_of(passage: Passage, ladder: FoundLadder) -> str:
    """What a passage says, with what its place adds; '' where a cell is empty.

    Parameters
    ----------
    ladder : the grades that it may name
    """
    return _led(passage, _at_grade(_told(passage), ladder))


def _told(passage: Passage) -> str:
    """What a sentence says; of a cell with the head of its column before it."""
    if passage.kind != "cell" or len(passage.headings) < 2 or "/" not in passage.label:
        return passage.text if passage.kind != "cell" else ""
    if re.fullmatch(r"[\s\-–—―/无]*|不限|n/?a|none", passage.text, re.IGNORECASE):
        return ""
    head = re.sub(r"[（(].*?[）)]", "", passage.headings[-2])
    if _ANY_HEAD.fullmatch(head.strip()):
        return passage.text if re.search("[\u4e00-\u9fff]", passage.text) else f"has a {passage.text}"
    chinese = bool(re.search("[\u4e00-\u9fff]", head))
    if _VETO_HEAD.search(head):
        return f"发生{passage.text}的，不得晋升" if chinese else f"Anyone with {passage.text} may not be promoted"
    return (head if chinese else f"{head} ") + _compared(head, passage.text.strip(), chinese, passage.headings[-2])


#: The head of a column of what bars from a promotion.
_VETO_HEAD = re.compile(r"否决|禁止|红线|负面清单|veto|\bbars?\b|disqualif|rules? out", re.IGNORECASE)
#: A lead that says what the points below it bar from.
_BARS = re.compile(
    r"(?:不得|不能|不予|不可|取消|丧失|暂停|一票否决)[^，。；]{0,12}|"
    r"(?:may not|cannot|shall not|are not eligible|is not eligible|excluded from|barred from)[^.;]{0,40}",
    re.IGNORECASE,
)


def _led(passage: Passage, text: str) -> str:
    """A point with what its lead says of all points below it: that whoever it fits is barred."""
    lead = passage.headings[-1] if passage.headings and passage.kind == "sentence" else ""
    found = _BARS.search(lead)
    if (
        not found
        or not re.search("下列|以下|之一|following|any of|:|：|who|if", lead, re.IGNORECASE)
        or _BARS.search(text)
    ):
        return text
    chinese = re.search("[\u4e00-\u9fff]", lead)
    window = window_in(lead) if window_in(text) is None else None
    if chinese:
        return f"{text.rstrip('。；; ')}，{f'{shown(window[0])}个月内' if window else ''}不得晋升"
    return f"{text.rstrip('.; ')} {f'within {shown(window[0])} months ' if window else ''}may not be promoted"


def _at_grade(text: str, ladder: FoundLadder) -> str:
    """A text in which a time at a named grade is one in the grade; every place stays where it is."""
    if not text.isascii():
        return text
    for start, end, _ in ladder.mentions(text):
        before = text[:start]
        if end - start >= 5 and re.search(
            rf"{SPAN}[^.,;]{{0,20}} (?:in|at|on|as)(?: an?| the)? $", before, re.IGNORECASE
        ):
            text = before + "grade".ljust(end - start) + text[end:]
    return text


#: The head of a column of whatever else is asked.
_ANY_HEAD = re.compile(
    r"其他|其它|备注|说明|附加(?:条件|要求)|others?|remarks?|notes?|further|also|in addition", re.IGNORECASE
)


#: The head of a column whose numbers are the most that is allowed.
_CAPPED = re.compile(
    r"上限|最多|不超过|至多|允许|容许|以内|≤|\bmax|at most|up to|allowed|tolerated|limit|permitted", re.IGNORECASE
)


_STAYS = re.compile(r"\b(?:stay|time (?:in|at|on)|service|tenure)\b", re.IGNORECASE)


def _compared(head: str, text: str, chinese: bool, full: str) -> str:
    """A bare number of a cell with the comparison that it stands for under its head.

    Parameters
    ----------
    full : the head with what stands in brackets
    """
    if re.fullmatch(r"\d+(?:\.\d+)?\s*(?:分|%|％|points?|percent)", text):
        low = re.search("投诉|差错|失误|迟到|缺勤|流失|complaint|error|late|absen|turnover", head, re.IGNORECASE)
        low = low or re.search(r"\bmax|at most|up to|上限|最多|不超过|以内|≤", full, re.IGNORECASE)
        return text + (("以内" if low else "以上") if chinese else (" or less" if low else " or more"))
    unit = re.search(r"[（(](年|个?月|months?|years?)[）)]|^(months?|years?)\b", full, re.IGNORECASE)
    if unit and re.fullmatch(r"\d+(?:\.\d+)?", text):
        said = unit.group(1) or unit.group(2)
        return f"满{text}{said}" if chinese else f"{text} {said} in the grade"
    if re.fullmatch(r"\d+(?:\.\d+)?", text) and re.search(
        "score|rating|points|apprais|\btest|\bexam|考试|笔试|实操|测试|测评|得分|评分|成绩|分数|均分|积分|考核分|绩效分",
        head,
        re.IGNORECASE,
    ):
        return text + ("分以上" if chinese else " points or more")
    if re.fullmatch(r"\d+", text) and re.search("带教|带新|培养|coached|mentored|trained", head, re.IGNORECASE):
        return f"{text}人" if chinese else f": coached {text} people"
    if re.fullmatch(r"\d+", text) and _CAPPED.search(full):
        return f"不超过{text}次" if chinese else f"not more than {text}"
    if not chinese and re.fullmatch(SPAN, text) and _STAYS.search(head):
        return f"{text} in the grade"
    if chinese and re.fullmatch(SPAN, text) and re.search("时长|年限|时间|工龄|任职|司龄|任期|服务期|年资", head):
        return f"满{text}"
    return text
