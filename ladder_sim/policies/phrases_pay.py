"""Phrases about pay."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import Title
from ladder_sim.policies.figures import number_in, shown
from ladder_sim.policies.phrase import Phrase, PhraseGroups, PhraseWriting

_TO = r"\s*(?:-|－|—|–|~|～|至|到|to)\s*"
_PARTS = (
    ("attendance", "全勤", "attendance"), ("meals", "餐|伙食", "meal"), ("housing", "住房|房补", "housing"),
    ("travel", "交通|车", "travel|transport"), ("phone", "通讯|电话", "phone"), ("position", "岗位|职务|职级|管理",
     "position|grade|lead"),
    ("skill", "技能|技术|星级", "skill"), ("seniority", "工龄|司龄", "seniority|service"),
)  # fmt: skip


def _raise(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    low, high = number_in(groups["a"]), number_in(groups.get("b", groups["a"]))
    if low is None or high is None or low <= 0:
        return None
    if groups.get("pct"):
        if high > 100:
            return None
        factor = shown(1 + (low + high) / 200)
        assumed = (
            None
            if low == high
            else Title(f"The middle of {shown(low)} to {shown(high)}%", f"取{shown(low)}%至{shown(high)}%的中值")
        )
        return PhraseWriting(
            f"base * {factor}",
            Title(f"Base pay up by {shown((low + high) / 2)}%", f"基本工资上调{shown((low + high) / 2)}%"),
            assumed,
        )
    told = shown(low) if low == high else f"{shown(low)}..{shown(high)}"
    return PhraseWriting(
        f"raise:{told}",
        Title(f"Base pay up by {told.replace('..', ' to ')}", f"基本工资上调{told.replace('..', '至')}元"),
    )


def _base(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    low, high = number_in(groups["a"]), number_in(groups.get("b", groups["a"]))
    if low is None or high is None or not 200 <= low <= high <= 10**6:
        return None
    if not re.search(r"工资|底薪|月薪|薪|pay|salary|\bearns?\b", text, re.IGNORECASE):
        return None
    assumed = (
        None
        if low == high
        else Title(f"The middle of {shown(low)} to {shown(high)}", f"取{shown(low)}至{shown(high)}的中值")
    )
    return PhraseWriting(
        shown((low + high) / 2),
        Title(f"Base pay {shown((low + high) / 2)}", f"基本工资{shown((low + high) / 2)}元"),
        assumed,
    )


def _part(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    amount = number_in(groups["a"])
    if amount is None or amount <= 0 or amount > 10**6:
        return None
    name = next((id for id, zh, en in _PARTS if re.search(f"{zh}|{en}", groups["what"], re.IGNORECASE)), "allowance")
    title = Title.plain(groups["what"].strip())
    per = groups.get("per", "")
    if re.search("年|year", per):
        return PhraseWriting(f"{name};{shown(round(amount / 12, 2))}", title)
    return PhraseWriting(f"{name};{shown(amount)}", title)


PAY = (
    Phrase(
        "raise", "pay", Title("raise with the move", "晋升加薪"),
        (rf"(?:加薪|涨薪|调薪|增资|(?:工资|薪资|薪酬|底薪|基本工资|月薪)[^，。；\d]{{0,8}}?(?:上调|上浮|增加|"
         rf"提高|提升|上涨|增长))[^，。；\d]{{0,8}}?(?P<a>{{N}})(?:元)?(?:{_TO}(?P<b>{{N}}))?\s*(?:元|块|RMB)"
         rf"(?:/月|每月)?",
         rf"(?:加薪|涨薪|调薪|(?:工资|薪资|薪酬|底薪|基本工资|月薪)[^，。；\d]{{0,8}}?(?:上调|上浮|增加|提高|"
         rf"提升|上涨|增长))[^，。；\d]{{0,8}}?(?P<a>{{N}})[%％]?(?:{_TO}(?P<b>{{N}}))?\s*(?P<pct>[%％])",
         rf"\b(?:raise[ds]?|increase[ds]?|rises?)[^.;\d]{{0,30}}?(?:of|by)\s*(?P<a>{{N}})(?:{_TO}(?P<b>{{N}}))"
         rf"?\s*(?P<pct>percent|per cent|%)",
         rf"\b(?:raise[ds]?|increase[ds]?|rises?)[^.;\d]{{0,30}}?(?:of|by)\s*(?:CNY|RMB|USD|EUR|[$€¥])"
         rf"?\s*(?P<a>{{N}})(?:{_TO}(?:CNY|RMB|USD|EUR|[$€¥])?\s*(?P<b>{{N}}))?"),
        _raise,
        (("初级晋升中级加薪500-800元/月。", "raise:500..800"), ("晋升后基本工资上调10%。", "base * 1.1"),
         ("Base pay rises by 8 percent.", "base * 1.08"), ("A raise of 500 to 800 a month.", "raise:500..800")),
        ("promotion", "any", "lateral"),
    ),
    Phrase(
        "base", "base", Title("base pay of a grade", "职级基本工资"),
        (rf"(?:基本工资|基础工资|底薪|固定工资|岗位工资|月薪)(?:标准)?(?:为|是|:|：|执行)?\s*(?P<a>{{N}})(?:元)"
         rf"?(?:{_TO}(?P<b>{{N}}))?\s*(?:元|/月|$|[，。；])",
         rf"(?:base (?:pay|salary)|monthly (?:pay|salary))(?:[^.;\d]{{0,30}}(?: of| is|:))?\s*(?:CNY|RMB|USD|EUR|"
         rf"[$€¥])?\s*(?P<a>{{N}})(?:{_TO}(?P<b>{{N}}))?",
         r"(?P<a>{N}) for (?:an? )?[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,3}(?<=[a-z])"),
        _base,
        (("高级客服基本工资为5000元。", "5000"), ("The base pay of an agent is 4,000.", "4000")),
    ),
    Phrase(
        "allowance", "part", Title("allowance", "津贴补贴"),
        (r"(?P<what>[\u4e00-\u9fff]{0,6}(?:津贴|补贴|补助|全勤奖|岗位工资))(?:标准)?(?:为|是|:|：|每月|每人)"
         r"*\s*(?P<a>{N})\s*元(?P<per>/月|/年|每月|每年)?",
         r"(?P<what>(?:\w+ )?allowance) of (?:CNY|RMB|USD|EUR|[$€¥])?\s*(?P<a>{N})(?P<per> a month| a year| per "
         r"month| per year)?"),
        _part,
        (("组长享受岗位津贴500元/月。", "position;500"), (
            "A lead receives a position allowance of 300 a month.", "position;300")),
    ),
)  # fmt: skip
