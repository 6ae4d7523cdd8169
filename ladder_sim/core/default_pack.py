"""The default pack in words: what stands behind a code such as D7 that a scheme gives as the reason of an assumption.

``scenarios/DEFAULTS.md`` has the whole table; a test holds that each of its codes has its words here.
"""

from __future__ import annotations

import re

from ladder_sim.core.i18n import Title, tr

#: Code → what it says, short enough for a cell of a table.
DEFAULTS = {
    "D1": Title("a monthly KPI score from 0 to 100", "每人每月考核得分0–100"),
    "D2": Title("excellent from 90, good from 80, up to standard from 75, pass from 60",
                "优秀≥90，良好≥80，达标≥75，合格≥60"),
    "D3": Title("quarter's mean: A from 90, B from 80, C from 60, else D", "季度均分A≥90，B≥80，C≥60，其余为D"),
    "D4": Title("service of 12 months on entry, then 18, 24 to supervisor, 36 to manager and above",
                "任职满12个月，其后18个月，升主管24个月，升经理及以上36个月"),
    "D5": Title("six months' mean from 85 in the front line, from 90 for supervisor and above",
                "近6个月均分一线≥85，主管及以上≥90"),
    "D6": Title("80 of 100 in a written test, 75 in an interview", "笔试80分，面试75分（满分100）"),
    "D7": Title("one supervisor per 8 agents, one manager per 3 supervisors, one director",
                "每8名客服1名主管，每3名主管1名经理，总监1名"),
    "D8": Title("reviews quarterly in the front line, yearly for supervisor and above",
                "一线每季评审，主管及以上每年评审"),
    "D9": Title("working days: 5 a stage, 3 for the approval", "各环节5个工作日，审批3个工作日"),
    "D10": Title("3 months' probation at 80% of the lowest base pay, no bonus",
                 "试用期3个月，最低职级基本工资的80%，无奖金"),
    "D11": Title("base pay from CNY 3,500, up by 15% a front-line grade, 30% to supervisor, 40% to manager; bonus 30%",
                 "基本工资3,500元起，一线逐级高15%，主管高30%，经理高40%；奖金30%"),
    "D12": Title("the best 10% of the grade, one person at least", "同级前10%，至少1人"),
    "D13": Title("no way down unless the source has one; else after two reviews below 60",
                 "原文未提则不降级；否则连续两次均分低于60降一级"),
    "D14": Title("voluntary leaving is the workforce's", "主动离职取自人员文件"),
    "D15": Title("events a month: praise 0.08, complaint 0.05, major incident 0.003, newcomer coached 0.06",
                 "每月：表扬0.08次，有责投诉0.05次，重大事故0.003次，带教出师0.06人"),
}  # fmt: skip
_CODE = "|".join(sorted(DEFAULTS, key=len, reverse=True))
_CODES = re.compile(rf"(?:{_CODE})(?:\s*[,;、，；]\s*(?:{_CODE}))*")


def spelled_out(remark: str) -> str:
    """A remark that is nothing but codes of the default pack, in words; any other as it is."""
    if not _CODES.fullmatch(remark.strip()):
        return remark
    told = [str(DEFAULTS[code]) for code in re.findall(r"D\d+", remark)]
    return tr("default: {told}", "参照默认值：{told}", told=tr("; ", "；").join(told))
