"""What documents measure, by the words they use: each with the signal or attribute that says it here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.policies.qualities import QUALITIES
from ladder_sim.scenarios.loading import load_vocabulary

#: How a measure is looked back on: a level by its mean, an event by its total, a fact as it is.
MeasureKind = Literal["level", "event", "fact"]


@dataclass(frozen=True, slots=True)
class MeasuredWords:
    """Something that documents measure.

    Parameters
    ----------
    name : the signal, attribute or word of the rule language
    words : patterns of how documents call it, in both languages
    unsure : what else the words may mean
    """

    name: str
    kind: MeasureKind
    words: str
    unsure: tuple[str, ...] = ()


MEASURED = (
    MeasuredWords("incident", "event", "(?:重大|严重)[^，。；]{0,4}事故|(?:安全|责任|质量|有责)+事故|重大(?:服务)?差错|"
                                       "重大失误|重大异常事故|(?:at-fault|preventable|traffic) (?:accident|"
                                       "collision)s?|serious accidents?|(?:major|safety) (?:incident|"
                                  "error|accident|fault)s?|serious (?:incident|mistake)s?"),
    MeasuredWords("complaint_major", "event", "重大(?:客户)?投诉|恶性投诉|升级投诉|major (?:customer )?complaints?|"
                                         "serious complaints?"),
    MeasuredWords("praise_customer", "event", "客户(?:的)?(?:书面)?(?:表扬|好评信|感谢信|表彰)|表扬信|锦旗|"
                                         "(?:customer |written )+(?:praises?|commendations?)|letters? of thanks|"
                                         "praised (?:in writing )?by (?:an? )?(?:client|customer|guest|patient)s?|"
                                         "thank-you letters?"),
    MeasuredWords("praise_internal", "event", "内部(?:书面)?表扬|公司(?:内部)?表扬|通报表扬|internal (?:praises?|"
                                         "commendations?)"),
    MeasuredWords("complaint", "event", "(?:有责|有效|客户|服务)*投诉(?!率|处理|岗|专员)(?:记录|次数|事件)?|"
                                   "(?:justified |valid |customer )*complaints?(?: at fault)?"),
    MeasuredWords("complaint_rate", "level", "投诉率|complaint rate"),
    MeasuredWords("late", "event", "迟到(?:、?早退)?(?:次数)?|early leaves?|(?:times )?late(?:ness|ly)?(?: arrivals?)"
                              "?|tardiness|tardy"),
    MeasuredWords("absent", "event", "旷工(?:记录|天数|行为)?|无故缺勤|(?:days? of |days )?(?:absence|absent) without "
                                "leave|unexcused absences?|absenteeism"),
    MeasuredWords("personal_leave_days", "event", "事假(?:天数)?|(?:days? of )?personal leave"),
    MeasuredWords("leave_days", "event", "请假(?:天数)?|病事假|缺勤(?:天数)?|days? of leave|leave days?|sick days?"),
    MeasuredWords("violation", "event", "违纪|违规|违章|违反(?:公司|部门)?[^，。；]{0,6}(?:制度|纪律|规定|规程|"
                                        "规范)|通报批评|(?:纪律|"
                                        "行政|"
                                   "书面|警告)?处分|警告(?:及以上)?(?:处分)?|记过|处罚(?:记录)?|violations?|"
                                   "disciplined|disciplinary (?:action|measure|sanction|warning|penalt)\\w*|written "
                                   "warnings?|warnings?|breach(?:es)? of (?:conduct|discipline|rules)"),
    MeasuredWords("errors", "event", "差错(?:次数)?(?!率)|失误(?:次数)?|(?:work )?errors?(?! rate)|mistakes?"),
    MeasuredWords("satisfaction", "level", "(?:客户|顾客|服务|用户)*满意(?:度|率)(?:评分|得分)?|(?:customer |client |"
                                      "service )*satisfaction(?: score| rate)?|CSAT"),
    MeasuredWords("completion", "level", "(?:业绩|销售|目标|任务|指标|KPI)*(?:目标|任务|业绩|指标)(?:的)?(?:完成|达成)"
                                    "(?:率|度)?|完成率|达成率|(?:sales |target |goal )*(?:target completion|"
                                    "attainment|achievement)|(?:sales )?quota attainment|of (?:the )?(?:sales )"
                                    "?target"),
    MeasuredWords("sales", "level", "销售(?:额|业绩|收入)|成交额|sales(?: volume| revenue)?"),
    MeasuredWords("conversion", "level", "(?:咨询|询单)?转化率|conversion(?: rate)?"),
    MeasuredWords("response_time", "level", "(?:平均|首次)?响应(?:时间|时长|速度)|(?:mean |average |first )"
                                            "*response time"),
    MeasuredWords("orders_per_day", "level", "(?:每天|每日|日均)(?:处理|接待|接听)?[^，。；\\d]{0,6}(?:订单|接电|回复|"
                                        "咨询|单|产能|在线回复量)(?:数量|量)?(?:/在线回复量)?|日处理单量|orders "
                                        "(?:handled )?(?:a|per) day|(?:calls|tickets|cases) (?:handled )?(?:a|"
                                        "per) day"),
    MeasuredWords("accuracy", "level", "(?:系统操作)?准确(?:率|性|度)|正确率|accuracy"),
    MeasuredWords("attendance_score", "level", "出勤率|考勤(?:得分|评分|成绩)|attendance(?: rate| score)?"),
    MeasuredWords("quality_check", "level", "质检(?:得分|成绩|合格率|评分|分数)|quality (?:score|check)s?"),
    MeasuredWords("revenue", "level", "业务收入|营业额|营收|revenue"),
    MeasuredWords("tickets", "level", "票(?:数|量)|tickets"),
    MeasuredWords("collection_rate", "level", "(?:物业费|费用)?(?:回款|收缴|收费)率|collection rate"),
    MeasuredWords("theory_exam", "fact", "(?:专业|业务|岗位|产品)?(?:知识|理论)(?:考试|测试|考核|笔试)|理论(?:考试|"
                                    "考核|测试)?成绩|(?:knowledge|theory) (?:test|exam\\w*)"),
    MeasuredWords("practical_exam", "fact", "(?:技能|实操|操作|实战)(?:考试|测试|考核|测评|评定)(?:成绩)?|"
                                       "(?:practical|skills?) (?:test|exam\\w*|assessment)"),
    MeasuredWords("technical_exam", "fact", "(?:安全|上岗|结业)考试(?:成绩)?|技术(?:评定|评级)?考试|资格(?:认证)"
                                            "?考试|认证考试|晋级考试|晋升考试|"
                                       "technical exam\\w*|certification exam\\w*|promotion exam\\w*|"
                                        "(?:[a-z]+ ){0,2}(?<!theory )(?<!knowledge )(?<!practical )(?<!skills )"
                                        "(?<!written )"
                                        "(?:test|exam|examination)\\b"),
    MeasuredWords("written_test", "fact", "笔试(?:成绩)?|书面考试|written (?:test|exam\\w*)"),
    MeasuredWords("interview", "fact", "面试(?:成绩)?|面谈|interview"),
    MeasuredWords("mentees", "fact", "(?:成功)?(?:带教|带出|带领|培养|辅导|指导|传帮带)[^，。；\\d]{0,8}(?:新人|"
                                "新员工|专员|客服|主管|学员|徒弟|员工|人员)?(?:人数)?|(?:newcomers?|new hires?|"
                                "trainees?|juniors?|colleagues?) (?:coached|mentored|trained)|(?:coach|mentor|"
                                "train)(?:ed|s)?(?: at least)?"),
    MeasuredWords("reserve_training", "event", "储备(?:干部|人才)[^，。；\\d]{0,4}(?:参训|培训)"),
    MeasuredWords("training_course", "event", "(?:参加|完成|接受)[^，。；\\d]{0,8}培训(?:课程)?(?:次数)?|参训|"
                                         "(?:training courses?|courses?) (?:attended|completed)|complete[ds]? "
                                         "[^.,;]{0,20}training"),
    MeasuredWords("proposal", "event", "(?:合理化|改善|改进)(?:的)?(?:建议|提案|方案)|(?:improvement )?(?:proposals?|"
                                  "suggestions?)"),
    MeasuredWords("award", "event", "优秀(?:员工|称号|客服|个人)|荣誉称号|服务之星|(?:awards?|title) of excellence|"
                               "employee of the (?:month|quarter|year)"),
    MeasuredWords("certificates", "fact", "(?:职业|资格|技能|等级|从业)*(?:资格)?证书?(?=(?:以上|及|[，。；)）]|$))|"
                                     "证书|certificates?|certifications?"),
    MeasuredWords("communication", "level", "沟通(?:能力|技巧|协调能力)(?:评分|得分)?|communication(?: skills?)?"),
    MeasuredWords("teamwork", "level", "团队(?:合作|协作)(?:能力|精神)?(?:评分|得分)?|teamwork"),
    MeasuredWords("kpi", "level", "(?:月度|季度|年度|半年度?|个人|工作|综合|岗位|日常|平均|绩效|部门)*(?:考核|考评|"
                             "绩效|KPI|评分|测评|业绩(?!(?:目标)?(?:达成|完成)))(?:考核|考评|评估|评定|表现|等级|"
                             "评价|结果|总?得?分数?|"
                             "成绩|评分|总评|均分|积分|平均分)*|综合(?:得分|评分|成绩)|KPI(?:考核|得分|分数|"
                             "score)?|(?:(?:monthly|quarterly|yearly|annual|overall|individual|average|mean|"
                             "performance|appraisal|evaluation|assessment|review|KPI)\\s+)*(?:performance|"
                             "appraisals?|appraised|evaluations?|assessments?|ratings?|KPI|scores?|results?)(?: "
                             "(?:ratings?|scores?|results?|reviews?))*", ("completion",)),
)  # fmt: skip
EXAMS = ("theory_exam", "practical_exam", "technical_exam", "written_test", "interview")
#: Words for a result → the mark of 100 that they stand for where the document does not say: D2 of the default pack.
MARKS = {"优秀": 90, "优": 90, "良好": 80, "良": 80, "达标": 75, "合格": 60, "称职": 60, "及格": 60, "胜任": 60,
         "excellent": 90, "outstanding": 90, "good": 80, "satisfactory": 75, "pass": 60}  # fmt: skip
#: Letters → the mark, D3 of the default pack.
LETTERS = {"S": 95, "A": 90, "B": 80, "C": 60, "D": 0, "E": 0}
_EDUCATION = {"博士": "doctor", "硕士": "master", "研究生": "master", "本科": "bachelor", "学士": "bachelor",
    "大专": "college",
              "专科": "college", "高中": "high_school", "中专": "high_school", "bachelor": "bachelor",
              "master": "master",
              "college": "college", "university": "bachelor", "high school": "high_school"}  # fmt: skip


@cache
def education_levels() -> dict[str, str]:
    """Words for degrees → the value of the standard attribute, as far as it has them."""
    known = load_vocabulary().attributes["education"].levels
    return {word: level for word, level in _EDUCATION.items() if level in known}


@cache
def measures() -> tuple[MeasuredWords, ...]:
    """Whatever documents measure, the special before the general; signals without listed words by their titles."""
    listed = {each.name for each in (*MEASURED, *QUALITIES)}
    titled = []
    for name, signal in load_vocabulary().signals.items():
        zh = re.sub(r"（.*?）|(?<=.)(?:评分|得分|等级)$", "", signal.title.zh)
        if name not in listed and len(zh) > 3 and signal.unit != "yes or no":
            kind: MeasureKind = "level" if re.match("points|%|level|CNY|seconds|days until", signal.unit) else "event"
            titled.append(MeasuredWords(name, kind, f"{re.escape(zh)}|{re.escape(signal.title.en)}"))
    return (*MEASURED[:-1], *titled, MEASURED[-1])


@cache
def measure_pattern() -> str:
    """A pattern for whatever documents measure."""
    return "(?:" + "|".join(f"(?:{each.words})" for each in measures()) + ")"


def measure_of(text: str) -> MeasuredWords | None:
    """What words measure; None where they measure nothing known."""
    return next((each for each in measures() if re.fullmatch(each.words, text.strip(), re.IGNORECASE)), None) or next(
        (each for each in measures() if re.search(each.words, text, re.IGNORECASE)), None
    )


def measure_title(name: str) -> Title:
    """What a measure is called."""
    standard = load_vocabulary()
    if name in standard.signals:
        return standard.signals[name].title
    return _TITLES.get(name) or (standard.attributes[name].title if name in standard.attributes else Title.plain(name))


_COMPLAINTS = Title("Complaint rate", "投诉率")
_QUALITY = Title("Quality score", "质检得分")
_TITLES = {
    "mentees": Title("newcomers coached", "带教人数"), "complaint_rate": _COMPLAINTS,
    "quality_check": _QUALITY, "certificates": Title("certificates", "证书"),
}  # fmt: skip
#: Signals that a draft must bring along, for they are not among the standard ones.
OWN_SIGNALS: dict[str, dict[str, object]] = {
    "complaint_rate": {"title": {"en": _COMPLAINTS.en, "zh": _COMPLAINTS.zh}, "unit": "%", "better": "low",
                       "normal": {"mean": 1, "between": 0.3, "within": 0.5}, "clip": [0, 100]},
    "quality_check": {"title": {"en": _QUALITY.en, "zh": _QUALITY.zh}, "unit": "points", "better": "high",
                      "normal": {"mean": 85, "between": 4, "within": 5}, "clip": [0, 100]},
}  # fmt: skip
