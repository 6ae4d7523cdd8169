"""Names of grades as documents write them: found in a text, given an id, a role and a height."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZH_BEFORE = (
    "见习|实习|试用|助理|初级|中级|高级|资深|首席|专家级?|特级|储备|新|普通|优秀|金牌|银牌|铜牌|骨干|核心|副|"
    "[一二三四五六七八九]级|[一二三四五六七八九]星级?|[A-Z]\\d{1,2}级?"
)
_ZH_OF = (
    "客服中心|客户服务|客户|客服|电商|售前|售后|销售|培训|质检|运营|项目|业务|技术|产品|市场|渠道|区域|大区|大客户|"
    "门店|班组|小组|团队|部门|服务|投诉|话务|呼叫中心|工单|仓储|物流|财务|人事|行政|生产|车间|护理|教学|研发|"
    "软件|测试|工艺|设备"
)
_ZH_NOUN = (
    "客服(?:人员|专员|代表|助理)?|(?:专员|主管|经理)组长|专员|代表|坐席员?|座席员?|话务员|客服员|营业员|销售员|"
    "业务员|操作工|技工|技师|"
    "工程师|助理|组长|班长|领班|店长|副?主管|副?经理|副?总监|副?总经理|副总|主任|队长|顾问|讲师|督导|培训师|质检员|"
    "分析师|护士|教师|店员|店助|职员|文员|学徒|员工"
)
_CODES = (
    r"(?<![A-Za-z])[A-Z]\d{1,2}级?(?![A-Za-z\d])|[一二三四五六七八九]星级?|"
    r"(?<![同上下每逐各这那某另第降升])[一二三四五六七八九]级(?!以上|以下|别|投诉|部门)|[A-E]级"
)
_ZH = re.compile(
    rf"(?:(?:{_ZH_BEFORE}){{0,2}}(?:{_ZH_OF}){{0,2}}(?:{_ZH_NOUN})|(?:初级|中级|高级|资深|专家级?|特级)"
    rf"(?![\u4e00-\u9fff])|{_CODES})"
)
_EN_BEFORE = (
    "Trainee|Junior|Intermediate|Senior|Principal|Lead|Chief|Assistant|Associate|Expert|Staff|Deputy|Head|Acting|"
    "Probationary"
)
_EN_OF = (
    "Customer|Client|Service|Sales|Support|Call|Contact|Center|Centre|Account|Shift|Team|Store|Shop|Floor|"
    "Quality|Software|"
    "Warehouse|Field|Key|Care|Help|Desk|Regional|Area|Branch|Technical|Test|Data|Project|Product|Training|"
    "Operations|Nursing|Department"
)
_EN_NOUN = (
    "Agent|Representative|Specialist|Engineer|Supervisor|Manager|Director|Leader|Lead|Officer|Analyst|Associate|Clerk|"
    "Nurse|Teacher|Lecturer|Professor|Technician|Consultant|Advisor|Adviser|Operator|Assistant|Trainer|Coach|"
    "Cashier|Developer|Trainee|Expert|Partner|Administrator"
)
_EN = re.compile(
    rf"\b(?:(?:{_EN_BEFORE})\s+){{0,2}}(?:(?:{_EN_OF})\s+){{0,3}}(?:{_EN_NOUN})(?:\s+(?:I{{1,3}}|IV|V|\d))?\b"
    rf"|\b(?:Grade|Level|Band|Tier|Step)\s+(?:\d{{1,2}}|[A-Z])\b|\b[A-Z]\d{{1,2}}\b",
    re.IGNORECASE,
)
#: Part of a name → its part of an id, its height beside others, its role.
_PARTS: tuple[tuple[str, str, int, str], ...] = (
    ("总经理|副总|executive|partner", "executive", 90, "executive"), ("总监|director", "director", 80, "director"),
    ("主任|head|店长", "head", 66, "manager"), ("经理|manager", "manager", 70, "manager"),
    ("主管|督导|supervisor", "supervisor", 60, "supervisor"),
    ("组长|领班|班长|队长|leader|lead", "lead", 50, "lead"),
    ("首席|特级|chief", "chief", 36, ""), ("专家|expert|principal", "expert", 35, ""),
    ("资深|staff", "principal", 34, ""),
    ("高级|senior", "senior", 30, ""), ("骨干|核心", "core", 25, ""), ("中级|intermediate", "intermediate", 20, ""),
    ("初级|junior", "junior", 10, ""), ("助理|assistant", "assistant", 5, ""),
    ("实习|见习|试用|学徒|trainee|probationary", "trainee", 1, ""), ("^新", "new", 0, ""),
    ("储备|reserve", "reserve", 40, ""), ("副|deputy", "deputy", -5, ""),
    ("工程师|engineer", "engineer", 0, ""), ("专员|specialist", "specialist", 0, ""),
    ("代表|representative", "representative", 0, ""), ("客服|坐席|座席|话务员|agent", "agent", 0, ""),
    ("培训|讲师|trainer", "trainer", 0, ""), ("质检|quality", "checker", 0, ""), ("顾问|consultant|advisor",
     "advisor", 0, ""),
    ("项目|project", "project", 0, ""),
)  # fmt: skip

#: Names of everybody, which are no grade where grades are told apart.
_EVERYBODY = re.compile(
    "(?:客服|客户服务)?(?:人员|员工|职员|专员|代表|坐席员?|座席员?)?|员工|职员|agent|staff", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class GradeName:
    """A name of a grade in a text: what it is, where it begins and ends."""

    text: str
    start: int
    end: int


def grade_names(text: str) -> list[GradeName]:
    """The names of grades that stand in a text, in order."""
    pattern = _ZH if re.search(r"[\u4e00-\u9fff]", text) else _EN
    return [GradeName(found.group().strip(), found.start(), found.end()) for found in pattern.finditer(text)]


def is_grade_name(text: str) -> bool:
    """Whether a text is the name of a grade and nothing else."""
    bare = re.sub(r"[（(].*?[）)]|\s*[:：]$", "", text).strip()
    return any(found.start == 0 and found.end == len(bare) for found in grade_names(bare))


#: A step as a head: one grade and the next.
_STEP = re.compile(
    r"(?:从|由)?(?P<low>[\u4e00-\u9fffA-Z\d]{2,8}?)(?:晋升|升级|升|晋级|晋阶|进阶|晋)(?:为|至|到|任)?"
    r"(?P<high>[\u4e00-\u9fffA-Z\d]{2,8})|"
    r"(?:from )?(?P<low2>[A-Za-z][\w &'-]{0,30}?)\s*(?: to |→|->|>)\s*(?P<high2>[A-Za-z][\w &'-]{0,30})",
    re.IGNORECASE,
)


def step_between(head: str) -> tuple[str, str] | None:
    """The two grades of a head that names a step and nothing else; None where it names none.

    Parameters
    ----------
    head : such as 一星升二星, or Level 1 to Level 2
    """
    found = _STEP.fullmatch(re.sub(r"[（(].*?[）)]", "", head).strip())
    if found is None:
        return None
    return (found["low"] or found["low2"]).strip(), (found["high"] or found["high2"]).strip()


def is_everybody(name: str) -> bool:
    """Whether a name is that of all staff rather than of a grade.

    Parameters
    ----------
    name : such as 客服人员
    """
    return _EVERYBODY.fullmatch(name.strip()) is not None


def height(name: str) -> float:
    """Where a grade of this name usually stands beside others: the higher the number."""
    code = re.search(r"\d+", name)
    stars = re.search("[一二三四五六七八九]", name)
    if code and not re.search("|".join(part for part, _, high, _ in _PARTS if high > 0), name, re.IGNORECASE):
        return float(code.group())
    if stars and re.search("[级星]", name):
        return float("一二三四五六七八九".index(stars.group()) + 1)
    found = [high for part, _, high, _ in _PARTS if high and re.search(part, name, re.IGNORECASE)]
    return float(max(found) + min([0, *found])) if found else 8.0


def role_of(name: str) -> str:
    """The role that a name tells: whoever leads nobody is an agent."""
    if re.search("储备|reserve|助理|assistant to", name, re.IGNORECASE):
        return "agent"
    return next((role for part, _, _, role in _PARTS if role and re.search(part, name, re.IGNORECASE)), "agent")


def id_of(name: str, taken: set[str]) -> str:
    """An id for a grade or a track: English words where all is known, else the name itself; never one that is taken."""
    if name.isascii():
        made = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    else:
        found = [(match.start(), word) for part, word, _, _ in _PARTS if (match := re.search(part, name))]
        made = "_".join(dict.fromkeys(word for _, word in sorted(found)))
        code = re.match(r"[A-Z]\d{1,2}", name)
        made = code.group().lower() if code else made
    made = made or re.sub(r"[^\w]+", "_", name).strip("_")
    made = f"g_{made}" if made[:1].isdigit() else made or "step"
    if made in taken:
        plain = re.sub(r"[^\w]+", "_", name).strip("_")
        made = plain if plain not in taken and not plain[:1].isdigit() else made
    while made in taken:
        made += "_2"
    return made
