"""The words of people's tables in English and Chinese: headers, yes and no, the values of roles and categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.model.metrics import Attribute
from ladder_sim.people import sheets

#: Column -> headers that mean it, written without blanks, brackets and underscores. Its own name always does.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "person": ("工号", "员工号", "员工编号", "人员编号", "员工工号", "employeeid", "personid", "staffid", "id"),
    "role": ("岗位", "岗位层级", "角色", "职位", "职务", "岗位名称", "position", "jobrole"),
    "grade": ("职级", "职等", "级别", "等级", "岗级", "星级", "职级名称", "jobgrade", "joblevel"),
    "hired": ("入职日期", "入职时间", "入司日期", "到岗日期", "hiredate", "datehired", "joined", "startdate"),
    "grade_since": (
        "任现职级日期", "任现职日期", "上次晋升日期", "最近晋升日期", "现职级起始日期",
        "lastpromotion", "lastpromotiondate",
    ),
    "months_in_grade": ("现职级月数", "在级月数", "任现职级月数"),
    "team": ("团队", "班组", "小组", "组别", "所在团队", "group"),
    "pay": ("月薪", "基本工资", "底薪", "基本月薪", "月基本工资", "薪资", "工资", "salary", "basepay", "monthlypay"),
    "kpi": ("绩效", "绩效分", "绩效得分", "考核得分", "绩效分数", "kpi得分", "performance", "rating", "score"),
    "status": ("状态", "在职状态", "员工状态", "人员状态", "employmentstatus"),
    "age": ("年龄", "周岁"),
    "education": ("学历", "最高学历", "文化程度", "degree"),
    "gender": ("性别", "sex"),
    "experience_months": ("入职前经验月数", "入职前工作月数", "相关经验月数"),
    "certificates": ("证书", "证书数", "证书数量"),
}  # fmt: skip
PERSONAL = (
    "姓名", "员工姓名", "名字", "name", "fullname", "employeename", "身份证", "身份证号", "身份证号码", "idnumber",
    "手机", "手机号", "手机号码", "电话", "联系电话", "phone", "mobile", "邮箱", "电子邮箱", "email", "住址", "address",
)  # fmt: skip
LEFT = ("离职", "已离职", "退休", "已退休", "left", "terminated", "resigned", "retired", "inactive")
YES = ("1", "yes", "y", "true", "是", "有", "通过")
NO = ("0", "no", "n", "false", "否", "无", "未通过")

#: Words of one meaning. A value is understood as the allowed word of its set; an earlier set goes first.
SAME = (
    ("agent", "客服", "客服专员", "专员", "坐席", "座席", "客服代表", "一线客服", "csr", "representative"),
    ("lead", "组长", "客服组长", "班长", "班组长", "teamlead", "teamleader"),
    ("supervisor", "主管", "客服主管", "督导"),
    ("manager", "经理", "客服经理", "部门经理"),
    ("director", "总监", "客服总监"),
    ("executive", "总经理", "副总经理", "副总", "高管"),
    ("female", "女", "女性", "f", "woman"),
    ("male", "男", "男性", "m", "man"),
    ("vocational", "中专", "中技", "技校", "职高"),
    ("school", "highschool", "secondary", "高中", "初中", "中专", "中技", "技校", "职高", "高中及以下", "中专及以下"),
    ("college", "大专", "专科", "高职", "juniorcollege", "associate"),
    ("bachelor", "本科", "大学本科", "大学", "学士", "undergraduate"),
    ("doctor", "phd", "博士", "博士研究生"),
    ("master", "硕士", "研究生", "硕士研究生", "博士", "博士研究生", "硕士及以上"),
)


def plain(word: Any) -> str:
    """A header or word as it is compared: without case, blanks, underscores, hyphens and what stands in brackets."""
    return re.sub(r"[(（\[【].*?[)）\]】]|[\s_\-:：]", "", sheets.text(word)).casefold()


def known_headers(attributes: Mapping[str, Attribute]) -> dict[str, str]:
    """Plain header -> column. The standard ones go first, then names and titles of the workforce's attributes."""
    known = {plain(word): name for name, words in HEADERS.items() for word in (name, *words)}
    for attribute in attributes.values():
        for word in (attribute.name, *attribute.title.spellings):
            if plain(word) and plain(word) not in PERSONAL and attribute.name not in GIVEN_CLOCKS:
                known.setdefault(plain(word), attribute.name)
    return known


def meanings(allowed: Iterable[str]) -> dict[str, str]:
    """Plain word -> the allowed word it means: the allowed ones themselves, then those of one meaning with them."""
    own = {plain(word): word for word in allowed}
    understood = dict(own)
    for same in SAME:
        meant = next((own[word] for word in same if word in own), None)
        if meant is not None:
            for word in same:
                understood.setdefault(word, meant)
    return understood
