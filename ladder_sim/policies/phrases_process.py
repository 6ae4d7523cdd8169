"""Phrases about reviews, places, the way of a case, probation."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import Title
from ladder_sim.policies.figures import months_in, number_in, shown
from ladder_sim.policies.phrase import Phrase, PhraseGroups, PhraseWriting

_MONTHS = {name: n for n, name in enumerate(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december"], start=1)}  # fmt: skip
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_HELD = r"(?:评定|评审|考核|评估|晋升|晋级|评选|组织|进行|开展|举行|一次|实施|竞聘|申报|调整|评聘|定级|盘点)"


def _review(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    unit = groups.get("unit", "").lower()
    month = _month_in(groups.get("month", ""))
    if re.search("[三3]个?月", unit):
        every = "quarter"
    elif re.search("[六6]个?月|半年|half|two times a year|twice|两次|2次", unit):
        every = "half-year"
    elif re.search("季|quarter", unit):
        every = "quarter"
    elif re.search("年|year|annual|(?:十二|12)个月", unit) or (not unit and month is not None):
        every = "year"
    elif re.search("月|month", unit):
        every = "month"
    else:
        return None
    found = re.findall(r"([\d一二三四五六七八九十]{1,3})月", groups.get("months", ""))
    months = [int(n) for n in map(number_in, found) if n is not None]
    if every == "year" and len(months) == 2 and abs(months[1] - months[0]) == 6:
        every, month = "half-year", min(months) if min(months) <= 6 else min(months) - 6
    told = {"half-year": ("Half-yearly", "每半年"), "quarter": ("Quarterly", "每季度"), "year": ("Yearly", "每年"),
            "month": ("Monthly", "每月")}[every]  # fmt: skip
    if month is None or every in ("month", "quarter"):
        return PhraseWriting(every, Title(*told))
    return PhraseWriting(f"{every}:{month}", Title(f"{told[0]}, month {month}", f"{told[1]}（{month}月）"))


def _month_in(text: str) -> int | None:
    if not text:
        return None
    found = re.search(_MONTH, text, re.IGNORECASE)
    if found:
        return _MONTHS[found.group().lower()]
    if re.search("底|末", text) and "年" in text:
        return 12
    if re.search("初", text) and "年" in text:
        return 1
    n = number_in(re.sub(r"[月份底末初]", "", text))
    return int(n) if n is not None and 1 <= n <= 12 else None


def _share(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    n = number_in(groups.get("n") or groups["n2"])
    if n is None or not 0 < n <= 100:
        return None
    among = (
        "eligible"
        if re.search("符合条件|参评|申报|申请人|eligible|candidates|applicants", text, re.IGNORECASE)
        else "grade"
    )
    other = "grade" if among == "eligible" else "eligible"
    others = (
        ()
        if among == "eligible" or re.search("在岗|总人数|本级|同级|部门|grade|headcount|staff", text, re.IGNORECASE)
        else (f"{shown(n)}% of {other}",)
    )
    return PhraseWriting(
        f"{shown(n)}% of {among}", Title(f"At most {shown(n)}% a review", f"每次不超过{shown(n)}%"), others=others
    )


def _heads(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    n = number_in(groups["n"])
    return (
        None
        if n is None or n > 500
        else PhraseWriting(shown(n), Title(f"At most {shown(n)} a review", f"每次至多{shown(n)}人"))
    )


def _per(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    per = number_in(groups["per"])
    n = number_in(groups.get("n", "1")) or 1
    return None if per is None or per < 2 else PhraseWriting(f"{shown(n)} per {shown(per)} agent", Title(
        f"{shown(n)} for every {shown(per)}", f"每{shown(per)}人设{shown(n)}名"))  # fmt: skip


#: A stage: its name, what it is called in Chinese, the words for it, and the score that it is passed by.
_STAGES: tuple[tuple[str, str, str, str], ...] = (
    ("notice", "公示", r"公示|公布|(?:public )?notice|announce\w*|publish\w*", ""),
    ("written_test", "笔试",
        "笔试|理论考试|理论考核|(?:业务)?知识(?:考试|测试|考核|测评)|试题测评|written (?:test|exam)|theory|"
        "knowledge test",
            "written_test"),
    ("practical", "技能考核",
        "实操|(?:专业|岗位)?技能(?:考核|测试|测评|评估|考试)|实战考核|能力(?:测试|测评|评估)|模拟(?:场景|考核|"
        "演练)|试讲|practical|"
        "skills? (?:test|assessment)", "practical_exam"),
    ("exam", "考试", r"(?:资格|技术|晋级|晋升|认证|上岗|等级|评定)+(?:认证|评定)?(?:考试|测试)|考试|"
                   r"(?:certification|technical|promotion) exam\w*|"
             r"(?<!medical )\bexams?\b|examination|\btest\b", "technical_exam"),
    ("interview", "面试", "面试|面谈|interview", "interview"),
    ("defense", "述职答辩", "述职|答辩|竞聘(?:演讲|考核)?|竞争上岗|presentation|defen[cs]e", "interview"),
    ("first_review", "初步审核", "初步(?:审核|评审|筛选)|初审|资格(?:的)?审(?:核|查)|条件的?审核|first review|"
                             "screening", ""),
    ("second_review", "复审", "复审|复核|second review", ""),
    ("panel", "评审会", "[\\u4e00-\\u9fff]{0,3}委员会|评审(?:会|小组)|评定小组|考核小组|晋升委员会|综合(?:评审|"
                     "评定|评估|考评)|(?:review |promotion |"
                     "selection )?(?:panel|committee|board)", ""),
    ("survey", "民主测评", "民主测评|360|同行评审|peer review|360-degree", ""),
    ("approval", "审批", "审批|批准|核准|终审|任命|审定|approv(?:al|ed?s?)|sign(?:s|ed)? off|confirms? the "
                       "(?:promotion|appointment|decision|move)|confirmed by|appoint(?:s|ed|ment)?", ""),
    ("superior", "上级评估", "(?:直接|直属)?(?:上级|主管|经理|领导|负责人)[^，。；]{0,6}(?:推荐|评估|审核|评价|"
                         "评鉴|考评|筛选|提报|"
                         "提名|建议)|推荐(?!人)|提名|提报|(?:superior|supervisor|line manager|manager)[^.,;]{0,"
                         "20}(?:assess|recommend|"
                         "nominat|review|put(?:s)? forward|propos)|recommend|puts? forward|\\bnominat(?:es?|ed|"
                         "ion)\\b", ""),
)  # fmt: skip
#: The order of the stages of a case.
STAGE_ORDER = ("superior", "first_review", "written_test", "practical", "exam", "interview", "defense", "survey",
               "panel", "second_review", "approval", "notice")  # fmt: skip


def _stage(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    days = number_in(groups["days"]) if "days" in groups else None
    mark = number_in(groups["mark"]) if "mark" in groups else None
    return stage_called(groups["what"], days, mark)


def stage_called(told: str, days: float | None = None, mark: float | None = None) -> PhraseWriting | None:
    """The stage that words name; None where they name none.

    Parameters
    ----------
    days, mark : how long it takes and from which mark on it is passed, where the document says so
    """
    found = next((each for each in _STAGES if re.search(each[2], told, re.IGNORECASE)), None)
    if found is None:
        return None
    name, zh, _, score = found
    value = name + (f";days={shown(days)}" if days is not None else "")
    if mark is not None and score:
        value += f";score={score};at_least={shown(mark)}"
    title = Title(name.replace("_", " ").capitalize(), zh)
    assumed = None
    if score and mark is None:
        mark = 75 if score == "interview" else 80
        value += f";score={score};at_least={mark}"
        assumed = Title(
            f"The document names no pass mark: {shown(mark)} of 100", f"原文未写明合格线：按{shown(mark)}分"
        )
    return PhraseWriting(value, title, assumed)


STAGE_WORDS = "|".join(each[2] for each in _STAGES)
assert {each[0] for each in _STAGES} == set(STAGE_ORDER)
PROCESS = (
    Phrase(
        "review", "review", Title("when reviews are", "评审周期"),
        (r"每(?P<unit>年)(?:的)?(?P<months>[\d一二三四五六七八九十]{1,3}月(?:份)?(?:、|和|及|与)"
         r"[\d一二三四五六七八九十]{1,3}月)",
         rf"每(?:个|一)?(?:自然)?(?P<unit>半年度?|季度?|年度?|月度?)(?:的)?(?P<months>\d{{1,2}}月(?:份)?(?:、|和|及|"
         rf"与)\d{{1,"
         rf"2}}月)?(?P<month>\d{{1,2}}月|[一二三四五六七八九十]{{1,2}}月|年?(?:底|末|初))?[^。；\d]{{0,"
         rf"14}}?{_HELD}",
         r"(?P<unit>年度|半年度|季度|月度)(?:末|初)?(?:考核|考评)?(?:结束)?(?:后|时)?(?:统一)?(?:组织|进行|开展|"
         r"举行)(?:一次)?[^。；]{0,10}?(?:晋升|晋级|评定|评审|评选)",
         rf"每(?:隔)?(?P<unit>三个?月|3个月|六个?月|6个月|十二个月|12个月)[^。；\d]{{0,14}}?{_HELD}",
         r"(?:一|每)(?P<unit>年)(?:进行|组织|评定|评审)?(?:一次)",
         r"(?P<unit>once a year|every year|each year|yearly|annually|once a quarter|every quarter|each quarter|"
         r"quarterly|every six months|twice a year|half-yearly|semi-annually|every half-year|once a month|every "
         r"month|each month|monthly)(?:[^.;]{0,40}?(?:in|at the end of|on) (?P<month>" + _MONTH + r"))?",
         r"(?:each|every) (?P<unit>)(?P<month>" + _MONTH + r")"),
        lambda groups, text: _when(groups, text),
        (("每季度末组织一次晋升评定。", "quarter"), ("每年12月进行一次评审。", "year:12"), ("每年1月、7月评定。",
         "half-year:1"),
         ("Promotions are reviewed once a year in March.", "year:3"), ("Reviews take place every quarter.", "quarter")),
    ),
    Phrase(
        "share_of_grade", "quota", Title("share that may be promoted", "晋升比例"),
        (r"(?:晋升率|晋级率|晋升|晋级|名额|比例|人数|职数|编制|指标)(?:(?!率|低于|达|满|评分|得分)[^，。；：:\d]){0,14}?"
         r"(?:不(?:得)?(?:超过|高于)|为|控制在|按|占|约|限)?(?:(?!率|低于|达|满|评分|得分)[^，。；：:\d]){0,8}?"
         r"(?P<n>{N})\s*[%％]",
         r"(?:no more than|not more than|at most|up to|a maximum of) (?P<n>{N})\s*(?:percent|per cent|%) (?:of|"
         r"may|can|are)|may not exceed (?P<n2>{N})\s*(?:percent|%)"),
        _share,
        (("晋升名额不超过本级总人数的10%。", "10% of grade"), ("No more than 20 percent of the eligible staff "
                                                 "may be promoted.", "20% of eligible")),
        ("promotion", "any"),
    ),
    Phrase(
        "heads_a_review", "quota", Title("how many may be promoted", "晋升名额"),
        (r"(?:每次|每期|每批|每年|每季度?)[^，。；\d]{0,10}?(?:晋升|名额|选拔|评选)[^，。；\d]{0,8}?(?P<n>{N})"
         r"\s*(?:名|人|个)",
         r"(?:no more than|not more than|at most|up to) (?P<n>{N}) (?:people|persons|employees|agents|staff|"
         r"candidates|promotions)"),
        _heads,
        (("每次晋升不超过3名。", "3"), ("At most five people are promoted at each review.", "5")),
        ("promotion",),
    ),
    Phrase(
        "vacancy", "quota", Title("only where a seat is open", "有空缺方可晋升"),
        (r"(?:岗位|职位|编制|名额|主管|上级职位)[^，。；]{0,8}(?:出现|有|存在|发生)?(?:空缺|缺编|空编)|有(?:空缺|"
         r"空编|编制)",
         r"(?:vacan(?:cy|cies|t)|open (?:seat|position|post)|positions? (?:is|are|becomes?) (?:open|available))"),
        lambda groups, text: PhraseWriting("vacancy", Title("Where a seat is open", "有空缺时")),
        (("上级职位出现空缺时方可晋升。", "vacancy"), ("Promotion depends on a vacancy.", "vacancy")),
        ("promotion",),
    ),
    Phrase(
        "span_of_control", "seats", Title("how many people one leads", "管理幅度"),
        (r"每\s*(?P<per>{N})\s*(?:名|人|个)?(?:客服|员工|专员|坐席|组员|人员)?(?:人员)?(?:设|配|配备|设置|设立)"
         r"(?:置)?\s*(?P<n>{N})\s*(?:名|个|人)",
         r"(?:管理|带领|下辖|负责)(?:不少于)?(?:{N}\s*(?:-|－|—|~|～|至|到))?\s*(?P<per>{N})\s*(?:名|人)(?:以上)"
         r"?(?:的)?(?:小?团队|小组|员工|客服|组员|下属)?",
         r"(?P<n>{N}) [a-z ]{0,24}?(?:for|per) (?:every )?(?P<per>{N}) (?:agents|people|employees|staff|"
         r"specialists|representatives)"),
        _per,
        (("每8名客服设1名组长。", "1 per 8 agent"), ("One supervisor for every ten agents.", "1 per 10 agent")),
    ),
    Phrase(
        "trial", "trial", Title("probation after the move", "晋升后考察期"),
        (r"(?:晋升|任命|任职|上岗|聘任|竞聘|升职)[^，。；\d]{0,10}?(?:设|有|实行|经过|须经|进入)?[^，。；\d]{0,"
         r"6}?(?P<span>{SPAN})(?:的)?(?:试用|考察|见习|试岗|适应|试任)(?:期)?",
         r"(?:试用|考察|见习|试岗)期(?:为|是)?(?P<span>{SPAN})(?=[^。；]*(?:晋升|任命|新岗位|原岗位|原职级))",
         r"(?P<span>{SPAN})(?:'s?)? (?:trial|probation)[^.;]{0,30}(?:after|following|in) (?:the )?(?:promotion|"
         r"new)", r"after (?:the |a )?promotion[^.;]{0,30}?(?P<span>{SPAN})"),
        lambda groups, text: _trial(groups),
        (("晋升后设3个月考察期。", "3"),),
        ("promotion", "any"),
    ),
    Phrase(
        "probation", "probation", Title("probation of hires", "试用期"),
        (
            r"试用期(?:限)?(?:一般)?(?:为|是|:|：)?\s*(?P<span>{SPAN})", r"(?P<span>{SPAN})(?:的)?试用期",
         r"试用(?P<span>{SPAN})",
         r"probation(?:ary period)?(?: period)?[^.;\d]{0,20}?(?P<span>{SPAN})",
             r"(?P<span>{SPAN})(?:'s?)?(?: of)? probation"),
        lambda groups, text: _trial(groups),
        (("新员工试用期为3个月。", "3"), ("New hires serve a probation of three months.", "3")),
        ("confirmation", "any", "promotion"),
    ),
    Phrase(
        "probation_pay", "probation_pay", Title("pay on probation", "试用期工资"),
        (r"试用期[^，。；\d]{0,8}(?P<ten>[一二三四五六七八九])成(?:工资|薪)?",
         r"试用期(?:内|间)?(?:的)?(?:基本)?(?:工资|薪资|待遇)[^，。；\d]{0,12}?(?P<n>{N})\s*[%％]",
         r"(?:probation)[^.;]{0,40}?(?P<n>{N})\s*(?:percent|per cent|%) of (?:the )?(?:base )?(?:pay|salary)"),
        lambda groups, text: _percent(groups),
        (("试用期工资为转正工资的80%。", "0.8"),),
    ),
    Phrase(
        "stage", "stage", Title("a stage of the process", "流程环节"),
        (rf"(?P<what>{STAGE_WORDS})(?:成绩|得分)?(?:期)?(?:(?!{STAGE_WORDS})[^，。；;、,.\d]){{0,20}}?(?:(?P<days>{{N}})\s*(?:个)"
         rf"?(?:工作日|天|日|working days|days)|(?P<mark>{{N}})\s*(?:分|points))",
         rf"(?P<what>{STAGE_WORDS})[，,]\s*(?:满分\d+分，?)?(?P<mark>\d+)\s*分(?:以上)?(?:为|即为?|算)?(?:合格|及格|"
         rf"通过|过关)",
         rf"(?P<what>{STAGE_WORDS})(?:考试|考核|测试|测评|考评)?(?:打分|评分|成绩)?[（(，,]\s*(?P<mark>\d+)\s*分(?:以上|及格|合格|通过|为)",
         rf"(?P<what>{STAGE_WORDS}|\btest) (?:with|at) (?:at least |a (?:score|"
         rf"mark) of )?(?P<mark>{{N}})\s*(?:points|percent|%)",
         rf"(?P<mark>{{N}}) points?(?: or (?:more|higher|above))? (?:in|on|at) (?:the |an? )?(?P<what>{STAGE_WORDS})",
         rf"(?:须|需|应|经|通过|进行|参加|组织|接受|must pass|pass(?:es)?|attend|through|by)\s*[^，。；,.;\d]{{0,"
         rf"10}}?(?P<what>{STAGE_WORDS})"),
        _stage,
        (("公示期为5个工作日。", "notice;days=5"), ("笔试成绩不低于80分。",
            "written_test;score=written_test;at_least=80"),
         ("须通过面试。", "interview;score=interview;at_least=75"), ("Candidates must pass an interview.",
          "interview;score=interview;at_least=75")),
        ("promotion", "any", "lateral"),
    ),
    Phrase(
        "applies", "applies", Title("own application", "本人申请"),
        (r"(?:本人|员工|个人|自愿|自行|可以?|即可|向[^，。；]{2,8})[^，。；]{0,14}?(?:提出|提交|填写|自愿)"
         r"?(?:书面)?(?:晋升)?(?:申请|申报|"
         r"报名)|(?:提出|提交|填写|填报)[^，。；]{0,8}申请|申请(?:阶段|环节)|(?:评定|晋升)申请|^申请|自荐",
             r"(?:employees?|staff|candidates?) (?:may |must |can )?(?:apply|submit)"),
        lambda groups, text: PhraseWriting("apply", Title("On application", "本人申请"), Title(
            "Nine of ten who may apply do", "假设符合条件者九成申请")),
        (("由员工本人提出晋升申请。", "apply"), ("Employees must apply in writing.", "apply")),
        ("promotion", "any"),
    ),
)  # fmt: skip


def _when(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    if re.search(
        r"考核得分|绩效(?:奖金|工资)|培训|例会|津贴|补贴|每月(?:加发|发放)|\b(?:paid|pay|salary|bonus|training|"
        r"meeting|allowance)", text,
        re.IGNORECASE) and not re.search(
        "晋升|晋级|评定|评审|升级|promot|review", text, re.IGNORECASE):  # fmt: skip
        return None
    return _review(groups, text)


def _trial(groups: PhraseGroups) -> PhraseWriting | None:
    months = months_in(groups["span"])
    if months is None or not 1 <= months <= 12:
        return None
    return PhraseWriting(shown(months), Title(f"{shown(months)} months on probation", f"试用{shown(months)}个月"))


def _percent(groups: PhraseGroups) -> PhraseWriting | None:
    n = number_in(groups["n"]) if "n" in groups else 10 * (number_in(groups["ten"]) or 0)
    return (
        None
        if n is None or not 0 < n <= 100
        else PhraseWriting(shown(n / 100), Title(f"{shown(n)}% of base pay", f"基本工资的{shown(n)}%"))
    )
