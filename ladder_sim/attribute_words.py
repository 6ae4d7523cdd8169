"""What the standard attributes of people and their values are called."""

from __future__ import annotations

from ladder_sim.words import Title

#: The values of the standard attributes.
VALUES = {"college": Title("junior college", "大专")} | {
    name: Title(name.replace("_", " "), zh)
    for name, zh in {
        "school": "中学", "bachelor": "本科", "master": "硕士", "female": "女", "male": "男",
        "outside": "外部招聘", "intern": "实习生", "finished_intern": "实习期满者", "transferee": "转岗人员",
        "basic": "基本操作", "functions": "熟练使用函数", "visio": "会用Visio", "skilled": "熟练", "proficient": "精通",
        "little": "略懂", "reading_writing": "能读写", "fluent": "流利", "expert": "专家", "management": "管理",
        "marketing": "市场营销", "multinational": "跨国企业", "local": "本地企业", "same": "相同", "other": "其他",
    }.items()
}  # fmt: skip
#: The attributes that are audited for fairness.
AUDITED = {
    "gender": Title("gender", "性别"), "sex": Title("sex", "性别"), "ethnicity": Title("ethnicity", "民族"),
    "nationality": Title("nationality", "国籍"), "household": Title("household register", "户籍"),
    "disability": Title("disability", "残疾状况"), "religion": Title("religion", "宗教信仰"),
    "married": Title("marital status", "婚姻状况"),
}  # fmt: skip


def value_name(value: str) -> Title:
    """What a value of a standard attribute is called; others stay as they are written."""
    return VALUES.get(value, Title(value.replace("_", " "), value.replace("_", " ")))


def audited_name(attribute: str) -> Title:
    """What an audited attribute is called; others stay as they are written."""
    return AUDITED.get(attribute, Title(attribute.replace("_", " "), attribute))
