"""The words of histories in English and Chinese: headers, events, reasons of leaving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.people.rosters.words import HEADERS, plain

#: What a row of an event log tells.
Event = Literal[
    "hired", "in_force", "promoted", "demoted", "moved", "left", "on_leave", "back", "closed", "paid", "rated"
]  # fmt: skip
#: Why somebody left; ``outside`` went on in a part of the company that the history does not cover.
LeavingReason = Literal["voluntary", "dismissal", "retirement", "outside", "unknown"]

EVENTS: Mapping[Event, tuple[str, ...]] = {
    "hired": ("hire", "hired", "rehired", "rehire", "joined", "newhire", "入职", "录用", "到岗", "再入职", "返聘"),
    "in_force": ("inforce", "present", "atstart", "snapshot", "opening", "在册", "期初在职", "期初"),
    "promoted": ("promoted", "promotion", "promote", "up", "晋升", "升级", "升职", "晋级"),
    "demoted": ("demoted", "demotion", "demote", "down", "降级", "降职"),
    "moved": (
        "moved",
        "move",
        "transfer",
        "transferred",
        "lateral",
        "regrade",
        "change",
        "调动",
        "调岗",
        "转岗",
        "平调",
        "异动",
        "调整",
    ),
    "left": (
        "left",
        "leave",
        "leaver",
        "exit",
        "terminated",
        "termination",
        "resigned",
        "quit",
        "retired",
        "dismissed",
        "离职",
        "辞职",
        "退休",
        "辞退",
        "解除",
        "终止",
        "离司",
    ),
    "on_leave": ("onleave", "leavestart", "leavebegins", "absent", "休假", "休假开始", "长假", "停薪留职", "产假"),
    "back": ("back", "returned", "return", "leaveend", "leaveends", "返岗", "复岗", "休假结束", "销假"),
    "paid": (
        "pay",
        "paid",
        "raise",
        "salary",
        "paychange",
        "meritincrease",
        "调薪",
        "加薪",
        "薪酬",
        "薪资调整",
        "定薪",
    ),
    "rated": ("rated", "rating", "score", "appraisal", "review", "考核", "绩效", "评级", "评分", "绩效考核"),
    "closed": ("closed", "extract", "extractdate", "asof", "cutoff", "截止", "数据截止", "截止日", "导出"),
}

REASONS: Mapping[LeavingReason, tuple[str, ...]] = {
    "retirement": ("retire", "retiring", "退休", "内退"),
    "dismissal": (
        "dismiss",
        "fired",
        "involuntary",
        "notvoluntary",
        "nonvoluntary",
        "forcause",
        "attendance",
        "nocall",
        "layoff",
        "laidoff",
        "redundan",
        "discharg",
        "performance",
        "misconduct",
        "非自愿",
        "非主动",
        "被动",
        "辞退",
        "开除",
        "解除",
        "裁员",
        "淘汰",
        "除名",
        "违纪",
        "公司提出",
        "单位提出",
        "终止",
        "不胜任",
    ),
    "outside": ("transferout", "outofscope", "otherentity", "anotherdepartment", "调出", "调离", "划转", "转出"),
    "voluntary": (
        "voluntar",
        "resign",
        "quit",
        "personal",
        "career",
        "better",
        "ownaccord",
        "ownrequest",
        "ownwish",
        "ownwill",
        "anotherposition",
        "otheremployment",
        "newjob",
        "moremoney",
        "unhappy",
        "relocat",
        "family",
        "study",
        "school",
        "主动",
        "辞职",
        "个人",
        "家庭",
        "学习",
        "本人",
        "员工提出",
        "自愿",
    ),
    "unknown": ("unknown", "other", "die", "decease", "未知", "其他", "死亡", "去世"),
}
#: Looked at in this order: involuntary before voluntary, of which it is a part.
REASON_TITLES: Mapping[LeavingReason, Title] = {
    "voluntary": Title("voluntary", "主动离职"),
    "dismissal": Title("dismissal", "辞退"),
    "retirement": Title("retirement", "退休"),
    "outside": Title("to outside the grades", "转出所列职级"),
    "unknown": Title("reason not stated", "原因不明"),
}

EVENT_TITLES: Mapping[Event, Title] = {
    "hired": Title("hired", "入职"),
    "in_force": Title("in force", "在册"),
    "promoted": Title("promoted", "晋升"),
    "demoted": Title("demoted", "降级"),
    "moved": Title("moved", "调动"),
    "left": Title("left", "离职"),
    "on_leave": Title("on leave", "休假"),
    "back": Title("back", "返岗"),
    "closed": Title("closed", "截止"),
    "paid": Title("pay", "调薪"),
    "rated": Title("rating", "考核"),
}

#: Column -> headers, beyond those of a roster.
HISTORY_HEADERS: Mapping[str, tuple[str, ...]] = {
    "person": (*HEADERS["person"], "empno", "employee", "staff", "员工", "人员"),
    "event": ("event", "action", "eventtype", "type", "change", "事件", "异动类型", "变动类型", "事件类型",
        "异动", "动作"),
    "date": ("date", "effectivedate", "eventdate", "effective", "日期", "生效日期", "异动日期", "变动日期", "事件日期",
             "生效时间"),
    "snapshot": ("snapshot", "snapshotdate", "asof", "asofdate", "recorddate", "reportdate", "statusyear", "year",
                 "快照", "快照日期", "统计日期", "截止日期", "时点", "年份"),
    "from": ("from", "fromdate", "validfrom", "start", "begin", "begindate", "startdate", "起", "开始日期", "起始日期",
             "生效起", "开始时间"),
    "to": ("to", "todate", "validto", "end", "enddate", "until", "止", "结束日期", "终止日期", "生效止", "结束时间"),
    "grade": (*HEADERS["grade"], "title", "rank", "level", "jobtitle", "职位", "职务", "岗位", "职衔", "title/rank"),
    "hired": tuple(word for word in HEADERS["hired"] if word != "startdate"),
    "left_on": tuple(word for word in HEADERS["left_on"] if word not in ("enddate", "leavedate")),
    "grade_since": HEADERS["grade_since"],
    "pay": HEADERS["pay"],
    "annual_pay": HEADERS["annual_pay"],
    "score": (*HEADERS["kpi"], "kpi"),
    "reason": ("reason", "leavingreason", "terminationreason", "termreason", "reasonforleaving", "exitreason", "cause",
               "离职原因", "离职类型", "原因"),
    "status": HEADERS["status"],
    "has_left": (*HEADERS["has_left"], "left"),
    "is_active": HEADERS["is_active"],
    "birth": HEADERS["birth"],
    "gender": HEADERS["gender"],
    "education": HEADERS["education"],
}  # fmt: skip


def history_headers() -> dict[str, str]:
    """Plain header -> column; of a word with two meanings the first that is named above."""
    known: dict[str, str] = {}
    for column, words in HISTORY_HEADERS.items():
        for word in (column, *words):
            known.setdefault(plain(word), column)
    return known


def event_of(word: str) -> Event | None:
    """What a word of an event column tells, None where it is not known."""
    said = plain(word)
    return next((event for event, words in EVENTS.items() if said in words), None)


def reason_of(word: str) -> LeavingReason | None:
    """Why somebody left, None where the word is not known."""
    said = plain(word)
    if not said:
        return "unknown"
    return next((reason for reason, words in REASONS.items() if any(part in said for part in words)), None)
