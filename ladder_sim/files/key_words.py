"""What the keys of a scheme's file are called where people fill them in, and what the schemas say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ladder_sim.core.i18n import Title
from ladder_sim.files.field_words import FIELD_WORDS

_CHINESE = re.compile(r"\s*([\u4e00-\u9fff][^a-z]*(?:[\u4e00-\u9fff）。]|$).*)$")
#: Keys that no record has under the same name, or that mean something else in one form: ``Form.key``.
KEY_WORDS: Mapping[str, Title] = {
    "adopted": Title("takes over from", "接替的方案"),
    "among": Title("who counts", "统计范围"),
    "apply": Title("share who apply", "申请概率"),
    "assumed": Title("assumed", "假设值"),
    "attributes": Title("facts of people", "人员信息"),
    "based_on": Title("based on", "所依据的方案"),
    "by": Title("place in the range", "区间中的位置"),
    "capacity": Title("capacity", "每月办理上限"),
    "caps": Title("caps of several grades", "合计职数上限"),
    "chance": Title("chance", "概率"),
    "choices": Title("choices", "可选取值"),
    "clip": Title("limits", "上下限"),
    "clocks": Title("clocks", "时钟"),
    "count": Title("counts", "计数方式"),
    "definition": Title("definition", "口径"),
    "document": Title("document", "文件编号"),
    "en": Title("English", "英文"),
    "entry": Title("entry grade", "起始职级"),
    "entry_pay": Title("base pay of hires", "新员工起薪"),
    "entry_step": Title("step of hires", "新员工起薪档位"),
    "exists": Title("exists", "是否设置"),
    "exponential": Title("exponential", "指数分布"),
    "falls": Title("where it is lower", "降薪者"),
    "file": Title("file", "文件名"),
    "for": Title("for", "适用对象"),
    "format": Title("format", "文件格式"),
    "from": Title("from", "来源"),
    "hire_among": Title("applicants for each opening", "每个空缺的应聘人数"),
    "hire_if": Title("who may be hired", "录用条件"),
    "hire_order": Title("which applicant is the better", "应聘者择优标准"),
    "hours": Title("hours for each person", "每人所需小时"),
    "if": Title("condition", "条件"),
    "ignore": Title("silenced remarks", "不再提示的项目"),
    "indices": Title("indices", "指数"),
    "integer": Title("whole numbers", "取整数"),
    "interval": Title("95% interval", "95%区间"),
    "ladder": Title("ladder", "职级体系"),
    "learning": Title("learning", "学习曲线"),
    "left_out": Title("left out because", "未纳入的原因"),
    "likely": Title("likely range", "可能范围"),
    "lint": Title("silenced remarks", "检视设置"),
    "lognormal": Title("lognormal", "对数正态分布"),
    "measures": Title("own measures", "自定指标"),
    "moves": Title("moves", "变动规则"),
    "normal": Title("normal", "正态分布"),
    "note": Title("note", "说明"),
    "notes": Title("notes", "备注"),
    "objection": Title("chance of an objection", "异议概率"),
    "outside": Title("filled from outside", "外部招聘"),
    "panel": Title("how many hold it", "评委人数"),
    "parameters": Title("parameters", "参数"),
    "pass": Title("chance to pass", "通过概率"),
    "placement": Title("placement", "首日归级"),
    "placement_step": Title("step on the first day", "首日档位"),
    "poisson": Title("Poisson", "泊松分布"),
    "raise": Title("raise", "加薪额"),
    "range": Title("range", "范围"),
    "reading": Title("how it was read", "对原文的解读"),
    "remove": Title("drop", "删去"),
    "rise": Title("rise", "涨幅"),
    "rises": Title("where it is higher", "涨薪者"),
    "roles": Title("roles", "岗位层级"),
    "rule": Title("rule", "条款"),
    "scheme": Title("id", "编号"),
    "scores": Title("scores", "考核得分"),
    "se": Title("standard error", "标准误"),
    "shape": Title("shape", "分布形状"),
    "share_out": Title("shared out", "预算分配方式"),
    "short_title": Title("short title", "简称"),
    "signals": Title("signals", "绩效数据"),
    "sitting": Title("hours for each sitting", "每次会务小时"),
    "source": Title("source", "制度来源"),
    "stage": Title("stage", "环节"),
    "stated": Title("rules of the source", "原文条款"),
    "statuses": Title("statuses", "状态"),
    "summary": Title("summary", "概述"),
    "tables": Title("pay tables", "薪级表"),
    "team_size": Title("people per team", "每小组人数"),
    "times": Title("as factors", "倍数"),
    "title": Title("title", "名称"),
    "tokens": Title("certificates", "资格"),
    "track_title": Title("title of the track", "通道名称"),
    "uniform": Title("uniform", "均匀分布"),
    "unspent": Title("what is left of the budget", "未用完的预算"),
    "url": Title("address", "网址"),
    "waves": Title("waves", "分批"),
    "currency": Title("currency", "货币"),
    "year_starts": Title("start of the year", "财年起始月"),
    "zh": Title("Chinese", "中文"),
    "ParameterForm.from": Title("lowest", "最小值"),
    "ParameterForm.to": Title("highest", "最大值"),
    "ParameterForm.step": Title("step", "步长"),
    "GradeForm.share": Title("share on the first day", "首日人数权重"),
    "GradeForm.count": Title("seats count", "编制的计数方式"),
    "MoveForm.count": Title("quota counts", "名额的计数方式"),
    "MoveForm.seats": Title("quota", "名额"),
    "MoveForm.after": Title("takes effect after", "几个月后生效"),
    "MoveForm.pay": Title("base pay", "变动后基本工资"),
    "MoveForm.probation": Title("trial in the new grade", "考察期"),
    "ReviewForm.after": Title("tested after", "排在哪次评审之后"),
}  # fmt: skip


def key_title(key: str, form: str = "") -> Title:
    """What a key is called; what nobody named is called by its name.

    Parameters
    ----------
    form : the form that has it, such as ``MoveForm``
    """
    for table, name in ((KEY_WORDS, f"{form}.{key}"), (KEY_WORDS, key), (FIELD_WORDS, key)):
        if name in table:
            return table[name]
    return Title.plain(key)


def halves(description: str) -> Title:
    """A description in English with Chinese behind it, as the schemas have it; a half may be ''."""
    found = _CHINESE.search(description)
    return Title(description[: found.start()].strip() if found else description.strip(), found[1] if found else "")
