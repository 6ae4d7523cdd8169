"""Phrases about time, qualifications and conduct."""

from __future__ import annotations

import re
from collections.abc import Callable

from ladder_sim.core.i18n import Title
from ladder_sim.policies.figures import months_in, number_in, shown
from ladder_sim.policies.measured import education_levels
from ladder_sim.policies.phrase import Phrase, PhraseGroups, PhraseWriting

_AT_LEAST = r"(?:满|够|足|达到?|不少于|不低于|不短于|至少|超过|须有|具有|具备|≥|>=)"


def waits(clock: str, title: Title, *others: str) -> Callable[[PhraseGroups, str], PhraseWriting | None]:
    """What writes a wait on a clock.

    Parameters
    ----------
    clock : of the rule language, in months
    others : other clocks that the words may mean
    """

    def made(groups: PhraseGroups, text: str) -> PhraseWriting | None:
        months = months_in(groups["span"] if "span" in groups else groups["low"] + groups["unit"])
        if months is None or re.search(rf"(?:不满|未满|不足|(?<!不)少于){re.escape(groups.get('span', '-'))}", text):
            return None
        alike = tuple(f"{other} >= {shown(months)}" for other in others)
        return PhraseWriting(f"{clock} >= {shown(months)}", title.fill(n=shown(months)), others=alike)

    return made


def _education(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    level = next((value for word, value in education_levels().items() if word in groups["level"].lower()), None)
    if level is None or re.search(r"不限|无(?:额外)?要求", text):
        return None
    if not re.search("以上|学历|学位|degree|diploma|education", text, re.IGNORECASE):
        return None
    return PhraseWriting(
        f"education >= {level}", Title(f"Education: {level.replace('_', ' ')} at least", f"{groups['level']}及以上学历")
    )


def _several(name: str, title: Title, least: str = "1") -> Callable[[PhraseGroups, str], PhraseWriting | None]:
    def made(groups: PhraseGroups, text: str) -> PhraseWriting | None:
        n = number_in(groups.get("n", least))
        if n is None or n > 60:
            return None
        value = name.format(n=shown(n)) if "{n}" in name else f"{name} >= {shown(n)}"
        return PhraseWriting(value, title.fill(n=shown(n)))

    return made


def _fixed(value: str, title: Title) -> Callable[[PhraseGroups, str], PhraseWriting | None]:
    return lambda groups, text: PhraseWriting(value, title)


_IN_GRADE = Title("{n} months in the grade", "任现职级满{n}个月")
SERVICE = (
    Phrase(
        "off_probation", "condition", Title("not on probation", "试用期人员除外"),
        (r"(?:试用期(?:内|员工|人员|未满)[^，。；]{0,10}(?:不(?:参与|参加|得|予|含|适用|能)|除外)|(?:不含|不包括|"
         r"除)[^，。；]{0,8}试用期(?:未满)?[^，。；]{0,6}(?:员工|人员)?|须?已转正|转正后(?:的)?(?:正式)?(?:员工)"
         r"?|已转正员工|正式员工)",
         r"(?:no (?:employee|one|staff|agent)[^.;]{0,12} on probation|not on probation|on probation (?:may not|"
         r"cannot|are excluded)|have (?:completed|passed) (?:the |"
         r"their )?probation|confirmed (?:staff|employees))"),
        _fixed("not on_probation", Title("Not on probation", "不在试用期")),
        (("试用期员工不参与晋升。", "not on_probation"), (
            "Employees must have completed their probation.", "not on_probation")),
        ("promotion", "any"),
    ),
    Phrase(
        "since_promotion", "condition", Title("time since the last promotion", "距上次晋升时间"),
        (rf"(?:距(?:离)?)?(?:上|前)一?次(?:晋升|晋级|升级)[^，。；\d]{{0,8}}?{_AT_LEAST}?\s*(?P<span>{{SPAN}})",
         r"(?:两次)?(?:晋升|晋级)(?:时间)?间隔[^，。；\d]{0,8}?(?P<span>{SPAN})",
         r"(?P<span>{SPAN})[^.,;]{0,12}since (?:the |his or her |their )?(?:last|previous) promotion",
         r"(?:interval|time) between (?:two )?promotions[^.,;\d]{0,20}?(?P<span>{SPAN})"),
        waits("months_since_promotion", Title("{n} months since the last promotion", "距上次晋升满{n}个月")),
        (("距上次晋升满一年方可再次晋升。", "months_since_promotion >= 12"),
         ("At least 18 months since the last promotion.", "months_since_promotion >= 18")),
        ("promotion", "any"),
    ),
    Phrase(
        "again", "condition", Title("wait after a failed case", "未通过后的间隔"),
        (r"(?:未通过|不通过|未(?:能)?晋升(?:成功)?|落选|不合格)[^。；\d]{0,16}?(?P<span>{SPAN})(?:后|内)"
         r"[^。；]{0,12}(?:再次|重新|不得|方可)[^。；]{0,4}(?:申请|参加|参评|晋升|报名)?",
         r"(?:fail|unsuccessful|reject)[^.;\d]{0,40}?(?:after|wait|for) (?:at least )?(?P<span>{SPAN})"),
        waits("months_since(failed({move}))", Title("{n} months after a failed case", "未通过后满{n}个月")),
        (("未通过者6个月后方可再次申请。", "months_since(failed({move})) >= 6"),
         ("Whoever fails may apply again after six months.", "months_since(failed({move})) >= 6")),
        ("promotion", "any"),
    ),
    Phrase(
        "career", "condition", Title("years in the trade", "从业年限"),
        (r"(?P<low>{N})\s*(?:-|－|—|–|~|～|至|到)\s*{N}\s*(?P<unit>年|个月)(?:以上|及以上)?(?:的)?[^，。；\d]{0,"
         r"10}(?:经验|经历|$)",
         r"(?P<span>{SPAN})(?:以上|及以上)?(?:的)?[^，。；\d]{0,10}(?:经验|经历)",
         r"(?:工作年限|从业年限|工作经验|经验|年资|工龄)[:：]?(?P<low>{N})\s*(?:-|－|—|–|~|～|至|到)"
         r"\s*{N}\s*(?P<unit>年|个月)",
         r"(?:教龄|护龄|驾龄)(?:满|达到?|不少于|在)?(?P<span>{SPAN})(?:以上)?",
         r"(?:工作年限|从业年限|工作经验|经验|年资)[:：]?(?P<span>{SPAN})(?:以上|及以上)",
         r"从事[^，。；\d]{0,12}?(?:工作)?(?:满|达)?(?P<span>{SPAN})(?:以上|及以上)?",
         r"(?P<span>{SPAN})(?: of)? (?:relevant |professional |industry |work |customer service )+experience"),
        waits("career_months", Title("{n} months in the trade", "从业满{n}个月"), "months_employed"),
        (("具有两年以上客服工作经验。", "career_months >= 24"), ("Three years of relevant experience.",
         "career_months >= 36")),
    ),
    Phrase(
        "employed", "condition", Title("time with the company", "司龄要求"),
        (rf"(?:入职|入司|进(?:入)?公司|司龄|工龄|行龄|在(?:本)?公司(?:连续)?(?:工作|服务)?|本公司工作|公司工作|"
         rf"试用期后)"
         rf"[^，。；、\d]{{0,8}}?{_AT_LEAST}?\s*(?:至少)?(?P<span>{{SPAN}})",
         r"(?:at least |a minimum of |minimum )?(?P<span>{SPAN})(?:'s?|')?(?: of)? (?:continuous )?(?:service|"
         r"employment|seniority|tenure)(?! (?:in|at|on|as) )",
         r"(?:at least |a minimum of )?(?P<span>{SPAN}) (?:with|in) the company",
         r"worked (?:with|for|at|in) (?:us|the (?:company|firm|business))(?: for)? (?:at least )?(?P<span>{SPAN})",
         r"(?:been )?employed (?:for )?(?:at least )?(?P<span>{SPAN})"),
        waits("months_employed", Title("{n} months with the company", "司龄满{n}个月"), "months_in_grade"),
        (("须在公司工作满1年。", "months_employed >= 12"), ("入职满3个月以上。", "months_employed >= 3"),
         ("At least two years with the company.", "months_employed >= 24")),
        ("promotion", "any"),
    ),
    Phrase(
        "in_grade", "condition", Title("time in the grade", "任职年限要求"),
        (rf"(?:工作|任职|服务|在岗|在职|停留|任|干|做|驾驶)(?:时间|时长|年限|期)?[^，。；、\d]{{0,"
         rf"10}}?{_AT_LEAST}\s*(?:至少)?(?P<span>{{SPAN}})",
         r"(?:工作|任职|服务|在岗|在职|任)(?:时间|时长|年限|期)?(?:最短|需|须|要求|为|应)*\s*(?P<span>{SPAN})"
         r"(?:以上|及以上)",
         r"连续(?:工作|任职|服务|在岗)(?P<span>{SPAN})(?=[；;。，,、]|$|以上|及以上|后)",
         r"(?:需|须|应|必须|要|并)?(?:任)?(?<![未不])满\s*(?P<span>{SPAN})",
         r"(?P<span>{SPAN})(?:以上|及以上)(?:的)?(?:本|该|现|同)(?:岗位?|职级|级别|职位)[^，。；\d]{0,4}(?:经验|经历)?",
         r"(?:at least |a minimum of |minimum |not less than )?(?P<span>{SPAN})(?:'s?|')?(?: or more| or "
         r"longer)?(?: of [a-z]+)? (?:in|at|on|as)(?: an?| the| his or her| their| his| her)?(?: (?:current|present|"
         r"same|"
         r"previous|existing))? ?(?:grade|level|position|role|post|rank|job|band|step|[a-z ]{0,20}(?:agent|"
         r"specialist|representative|engineer|supervisor|manager))",
         r"(?:time in (?:grade|position|role|level)|serv(?:ed?|ice)(?! an? probation))[^.,;\d]{0,16}?"
         r"(?:at least |of |: ?)+(?P<span>{SPAN})",
         r"after (?:serving )?(?:at least )?(?P<span>{SPAN})(?! (?:they|he|she) )",
         r"(?P<span>{SPAN})(?: or more| or longer)?(?: (?:at|in|on) the [a-z]+| of [a-z]+)? as (?:an? "
         r")?[a-z]+", r"任[^，。；、\d]{1,8}?(?P<span>{SPAN})(?:以上|及以上|(?=[；;。，,]|$))",
         r"(?:time|years|months) (?:at|in|on) (?:(?:the|one's|previous|present|current|prior|last) )*(?:level|grade|"
         r"post|job|step)"
         r"(?: below| before)?[^.,;\d]{0,6}(?P<span>{SPAN})"),
        waits("months_in_grade", _IN_GRADE),
        (("初级升中级须任职满12个月。", "months_in_grade >= 12"), ("在现岗位工作满一年后才能申请晋升。",
         "months_in_grade >= 12"),
         ("Promotion requires at least 18 months in the present grade.", "months_in_grade >= 18")),
        ("promotion", "any", "lateral"),
    ),
    Phrase(
        "education", "condition", Title("education", "学历要求"),
        (r"(?P<level>博士|硕士|研究生|本科|学士|大专|专科|高中|中专)(?:学历)?(?:[（(]含[）)]|及其?|或)"
         r"?以上(?:学历|文化程度)?",
         r"具(?:备|有)(?P<level>本科|大专|专科|高中|中专|硕士)学历", r"学历[:：]?(?P<level>博士|硕士|研究生|本科|"
                                                    r"学士|大专|专科|高中|中专)$",
         r"(?P<level>bachelor|master|college|university|high school)(?:'s|s)?(?: degree| diploma| education)(?: "
         r"or (?:above|higher|better))?"),
        _education,
        (("具备大专及以上学历。", "education >= college"), ("A bachelor's degree or higher.", "education >= bachelor")),
    ),
    Phrase(
        "certificate", "condition", Title("certificates", "证书要求"),
        (r"(?:取得|持有|获得|具备|拥有|考取)[^，。；\d]{0,14}?(?:(?P<n>{N})[张个本项])?[^，。；\d]{0,"
         r"8}(?:资格证书?|证书|认证|上岗证)",
         r"(?:资质|证书|资格)(?:要求|条件)?[:：]?[^，。；\d\s]{2,14}(?:资格证书?|证书|上岗证)",
         r"持[^，。；\d]{0,10}证(?:书|上岗)?", r"(?:^|(?<=[，；、：]))[\u4e00-\u9fff]{2,5}(?<![保验论认查凭])证(?=$|"
                                       r"[，。；、])",
         r"(?:hold|obtain|have|has|earn)(?:s|ed|ing)?[^.,;]{0,20}?(?P<n>{N})\s*[^.,;]{0,20}(?:certificates?|"
         r"certifications?)",
         r"(?:hold|obtain|have|has|earn)(?:s|ed|ing)?[^.,;]{0,40}(?:certificates?|certifications?)",
         r"\b(?:an?|the) (?:valid )?(?:[a-z-]+ ){1,3}(?:certificate|certification|licen[cs]e)\b"),
        _several("certificates", Title("{n} certificates", "证书不少于{n}个")),
        (("取得职业资格证书。", "certificates >= 1"), ("Holds two certificates.", "certificates >= 2")),
    ),
    Phrase(
        "mentees", "condition", Title("people coached", "带教人数"),
        (r"(?:带教|带出|带领|培养|辅导|指导|传帮带|带新|带过|带(?=\d))[^，。；\d]{0,14}?(?P<n>{N})\s*(?:名|人|位)",
         r"(?P<n>{N}) (?:new |junior )?(?:newcomers?|new hires?|hires|juniors?|trainees?|colleagues?|starters?|"
         r"(?:[a-z]+ )?[a-z]+s) (?:coached|mentored|trained)",
         r"(?:coach|mentor|train)(?:ed|s|ing)? (?:at least |(?:no|not) (?:fewer|"
         r"less) than )?(?P<n>{N}) (?:new )?(?:newcomers?|starters?|new "
         r"hires?|new employees?|"
         r"juniors?|trainees?|colleagues?|people|(?:[a-z]+ )?[a-z]+s)"),
        _several("mentees", Title("At least {n} people coached", "培养、带教不少于{n}人")),
        (("成功带教新人2名。", "mentees >= 2"), ("Has coached at least two newcomers.", "mentees >= 2")),
        ("promotion", "any"),
    ),
    Phrase(
        "attempts", "condition", Title("how often one may try", "申请次数限制"),
        (r"(?:最多|至多|不超过|不得超过|只能|仅限)[^，。；\d]{0,6}(?:申请|参评|参加|报名)[^，。；\d]{0,"
         r"4}?(?P<n>{N})次(?:机会)?",
         r"(?:申请|参评|报名|晋升机会)(?:次数)?(?:最多|至多|不超过|不得超过)(?P<n>{N})次",
         r"(?:no more than|not more than|at most|a maximum of) (?P<n>{N})(?: times| attempts| applications)?"),
        lambda groups, text: _attempts(groups, text),
        (("每一职级最多申请三次。", "attempts < 3"), ("Staff may apply not more than twice.", "attempts < 2")),
        ("promotion",),
    ),
)  # fmt: skip


def _attempts(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    n = number_in(groups["n"])
    if (
        n is None
        or not 1 <= n <= 12
        or not re.search("申请|参评|报名|机会|apply|applications|attempts|tr(?:y|ies)", text, re.IGNORECASE)
    ):
        return None
    n = 2 if groups["n"].lower() == "twice" else n
    return PhraseWriting(
        f"attempts < {shown(n)}", Title(f"No more than {shown(n)} reviews without success", f"未果次数少于{shown(n)}次")
    )
