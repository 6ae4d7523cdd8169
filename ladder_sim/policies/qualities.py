"""What documents ask of people in words alone: qualities, each with the signal by which superiors would rate it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ladder_sim.core.i18n import Title

#: How a quality is asked for, before the word or behind it.
_OF = r"(?:能力|技巧|水平|意识|精神|素质|素养|技能)"


@dataclass(frozen=True, slots=True)
class AskedQuality:
    """Something that a document asks of people without a number.

    Parameters
    ----------
    name : the signal that says it, of the standard ones or brought along
    words : patterns of how documents call it, in both languages
    of_five : rated from 1 to 5 rather than from 0 to 100
    rule : how it is asked for where no mean of ratings says it
    own : a draft must bring the signal along
    """

    name: str
    title: Title
    words: str
    of_five: bool = False
    own: bool = False
    rule: str = ""

    @property
    def asked(self) -> str:
        """The condition, with the name of an assumed mark in braces."""
        return self.rule or f"mean({self.name}, 6) >= {'{quality_of_five}' if self.of_five else '{quality}'}"


QUALITIES = (
    AskedQuality("works_alone", Title("Works alone", "能独立操作与处理"),
                 r"(?:能|可|能够)?(?:单独|独立)(?:的|地)?(?:操作|作业|上岗|工作|完成|开展|承担|处理一般|服务)[^，"
                 r"。；;、]{0,12}|独立(?:工作|操作|作业)能力|"
                 r"works? (?:alone|independently|without supervision)",
                 rule="works_alone == 1"),
    AskedQuality("major_exception", Title("Major exceptions handled", "牵头或协助处理重大异常"),
                 r"(?:牵头|协助|主导|参与)[^，。；]{0,4}处理[^，。；]{0,4}重大[^，。；]{0,10}",
                 rule="total(major_exception, up_to(12)) >= {times}"),
    AskedQuality("new_customer", Title("New customers taken on", "独立接洽新客户"),
                 r"(?:接洽|开发|开拓|拓展)[^，。；]{0,4}(?:新|新老)客户",
                 rule="total(new_customer, up_to(12)) >= {times}"),
    AskedQuality("training_given", Title("Training led or assisted", "主导或参与业务培训"),
                 r"(?:主导|参与|组织|主讲|担任)[^，。；]{0,3}[^，。；]{0,12}(?:培训(?:工作|课程)?|讲师|授课|"
                 r"业务分享)|(?:leads?|gives?|delivers?) (?:\w+ )?(?:training|courses?)",
                 rule="total(training_given, up_to(12)) >= {times}"),
    AskedQuality("proposal", Title("Proposals for improvement", "改善建议"),
                 r"(?:提出|提供|汇报)[^，。；]{0,12}(?:建议|改善方案|改进方案|合理化方案|意见)|(?:makes?|brings?)"
                 r" (?:\w+ )?(?:proposals|suggestions)",
                 rule="total(proposal, up_to(12)) >= {times}"),
    AskedQuality("report", Title("Work reports on time", "按时工作汇报"),
                 r"(?:按时|及时|定期)(?:的|地)?(?:汇报|报告|提交)[^，。；]{0,6}",
                 rule="total(report, up_to(12)) >= {times}"),
    AskedQuality("praise_customer", Title("Customers' praise", "客户的肯定与赞誉"),
                 r"(?:得到|获得?|赢得)[^，。；]{0,6}客户[^，。；]{0,14}(?:肯定|赞誉|认可|好评|信任|表扬)",
                 rule="total(praise_customer, up_to(12)) >= {times}"),
    AskedQuality("praise_internal", Title("Praise from inside", "内部的肯定与赞誉"),
                 r"(?:得到|获得?|赢得)[^，。；]{0,6}(?:同事|领导|部门)[^，。；]{0,14}(?:肯定|赞誉|认可|好评|表扬)",
                 rule="total(praise_internal, up_to(12)) >= {times}"),
    AskedQuality("office_skill", Title("Office software", "办公软件"),
                 r"[^，。；]{0,6}(?:\bOffice(?![ -]?[A-Za-z])(?<!Front Office)(?<!Back Office)(?<!Head Office)|"
                 r"PowerPoint|Excel|PPT|Word|办公软件|Visio)[^，。；]{0,10}",
                 rule="office_skill >= functions"),
    AskedQuality("language_skill", Title("Language and emotional skill", "语言表达与情绪管理"),
                 rf"(?:语言|口头|文字|书面)?表达{_OF}?|语言{_OF}|普通话|情商|情绪(?:管理|控制|稳定){_OF}?|亲和力|"
                 rf"同理心|耐心|"
                 r"(?:verbal|written|language) skills?|emotional (?:skills?|intelligence)|empathy|patience", own=True),
    AskedQuality("communication", Title("Communication", "沟通能力"),
                 rf"(?:良好的?|人际)?(?:沟通|交流|交际)(?:协调|表达)?{_OF}?|communicat(?:ion|es?|ing)(?: skills?|"
                 rf" ability)?"
                 r"|interpersonal skills?"),
    AskedQuality("teamwork", Title("Teamwork", "团队合作"),
                 rf"团队(?:合作|协作|精神|意识|配合|建设|工作)(?:{_OF})?|(?:合作|协作|配合){_OF}|协同|"
                 r"teamwork|team player|cooperat\w+|collaborat\w+"),
    AskedQuality("rating_leadership", Title("Leadership", "领导与管理能力"),
                 r"领导(?:力|能力|潜质|才能|素质)|(?:团队|人员|现场|日常)?管理(?:能力|潜质|技能|才能|潜力|经验|"
                 r"知识|水平)|带队伍|"
                 r"leadership|(?:people |team )?management (?:skills?|ability|experience|potential)", of_five=True),
    AskedQuality("rating_responsibility", Title("Responsibility", "责任心"),
                 r"责任(?:心|感|意识)|承担责任|敬业(?:精神)?|尽职尽责|认真负责|sense of responsibility|"
                 r"responsib(?:le|ility)|"
                 r"reliab(?:le|ility)|conscientious\w*", of_five=True),
    AskedQuality("rating_initiative", Title("Initiative", "主动性"),
                 rf"主动(?:性|积极)|积极(?:性|主动|进取)|进取{_OF}?|自我激励|上进心|(?:takes? |shows? )"
                 rf"?initiative|proactiv\w+|"
                 r"self-motivat\w+", of_five=True),
    AskedQuality("rating_discipline", Title("Discipline", "纪律性"),
                 r"纪律(?:性|意识|观念)|服从(?:安排|管理|领导)|discipline", of_five=True),
    AskedQuality("violation", Title("Keeps the rules", "遵守法规与制度"),
                 r"(?:严格)?遵守[^，。；]{0,18}(?:制度|规定|纪律|法规|章程|规章|规范)(?:制度)?|遵纪守法|"
                 r"(?:compl(?:y|ies)|complied) with (?:all )?(?:the )?(?:company(?:'s)? )?(?:law|rules|policies|"
                 r"regulations)",
                 rule="total(violation, up_to(12)) == 0"),
    AskedQuality("rating_integrity", Title("Integrity", "廉洁诚信"),
                 r"清财|廉洁|诚信|诚实(?:守信)?|正直|integrity|honest\w*", of_five=True),
    AskedQuality("rating_secrecy", Title("Business secrecy", "商业保密"),
                 r"(?:商业)?保密(?:意识)?|confidentiality|discretion", of_five=True),
    AskedQuality("learning_ability", Title("Learning", "学习能力"),
                 rf"(?:自主|自我|持续|快速|勤奋|主动|善于|不断)?学习{_OF}|(?:勤奋|善于|主动|持续|不断)学习|接受能力|"
                 r"(?:自我|持续)提升|(?:ability|willing(?:ness)?) to learn|learn(?:s|ing) (?:ability|quickly)"),
    AskedQuality("adaptability", Title("Adaptability", "应变与抗压能力"),
                 rf"应变{_OF}?|适应{_OF}|抗压{_OF}?|心理素质|承压|adaptab\w+|flexib\w+|resilien\w+|stress", own=True),
    AskedQuality("problem_solving", Title("Problem solving", "解决问题的能力"),
                 rf"(?:独立|有效|及时|迅速|快速|妥善|能)?(?:解决|处理|应对)[^，。；、的]{{0,12}}(?:问题|疑难|"
                 rf"难题|异常|纠纷|投诉|争议|"
                 rf"突发事件|危机|需求)(?:的?{_OF})?|(?:应急|危机|投诉|问题)(?:处理|解决|应对)(?:的?{_OF})?|"
                 rf"分析(?:和|与)?解决问题(?:的?{_OF})?|"
                 r"(?:problem[- ]solving|(?:solves?|resolves?|handles?) (?:\w+ ){0,3}(?:problems?|issues?|cases?|"
                 r"complaints?|"
                 r"inquiries))"),
    AskedQuality("service_quality", Title("Service quality", "服务意识与质量"),
                 r"服务(?:意识|质量|水平|态度|理念|能力|技巧|精神)|客户(?:意识|导向)|service (?:quality|"
                 r"orientation|attitude|level)|"
                 r"customer (?:focus|orientation)"),
    AskedQuality("customer_relations", Title("Customer relationship", "客户关系"),
                 r"(?:维护|建立|拓展|管理|开发)?客户(?:的)?(?:关系|信任|资源|口碑)(?:管理|维护)?(?:能力)?|良好的?口碑|"
                 r"customer relation\w*|trust of (?:the )?customers"),
    AskedQuality("sales_skill", Title("Sales skill", "销售能力"),
                 r"(?:销售|营销|推销|推广|谈判|商务)(?:能力|技能|技巧|经验|谈判)|sales skills?|negotiat\w+"),
    AskedQuality("planning", Title("Planning and strategy", "规划与战略能力"),
                 rf"(?:规划|策划|战略|决策|计划|统筹|预测)(?:规划|策划|分析|眼光|思维|管理)?{_OF}|战略(?:眼光|"
                 rf"规划|思维)|统筹规划|"
                 r"制定[^，。；]{0,10}(?:战略|策略|方案|计划|规划)|strateg(?:ic|y)[a-z ]{0,14}|planning(?: "
                 r"skills?)?", own=True),
    AskedQuality("coordination", Title("Organization and coordination", "组织协调能力"),
                 rf"(?:组织|协调|执行|时间管理|分析|逻辑(?:思维)?|判断)(?:和|与|及|、)?(?:协调|管理|组织|分析)"
                 rf"?{_OF}|时间管理|"
                 r"organi[sz]\w+ skills?|coordinat\w+|time management", own=True),
    AskedQuality("innovation", Title("Innovation", "创新与改进"),
                 rf"创新(?:{_OF}|思维)?|(?:业务|流程|服务)(?:创新|优化|改进)|优化[^，。；]{{0,6}}(?:流程|体验|"
                 rf"服务)|innovat\w+|creativ\w+", own=True),
    AskedQuality("potential", Title("Potential", "发展潜力"),
                 r"(?:发展|管理|培养)?潜(?:力|质|能)|(?:growth |development )?potential", own=True),
    AskedQuality("work_attitude", Title("Attitude to work", "工作态度"),
                 r"(?:工作|服务)?(?:态度|热情)|勤奋|踏实|吃苦耐劳|爱岗|认真(?:细致)?|细心|严谨|(?:work |good )"
                 r"?attitude|diligen\w+", own=True),
    AskedQuality("professionalism", Title("Professional conduct", "职业素养"),
                 r"职业(?:素养|素质|操守|道德|涵养|形象|精神)|(?:形象|礼仪|仪容|品行|品格|品德)(?:素质|仪表)?|"
                 r"(?:认同|认可|融入)[^，。；]{0,8}"
                 r"(?:文化|理念|价值观)|综合素质|个人素质|professional(?:ism| conduct)|work ethic|company values"),
    AskedQuality("project_work", Title("Project work", "项目运作能力"),
                 r"项目(?:运作|管理|运营|实施|策划)(?:能力|经验)?|project (?:work|management)(?: skills?)?"),
    AskedQuality("industry_knowledge", Title("Knowledge of the industry", "行业知识"),
                 r"(?:行业|市场|竞争对手|竞品)(?:知识|动态|情况|信息|分析|趋势)|(?:industry|market) knowledge"),
    AskedQuality("skills_knowledge", Title("Skills and product knowledge", "专业知识与技能"),
                 rf"(?:专业|业务|产品|岗位|基础|理论|相关|公司|服务|工作|操作|计算机|办公软件|电脑)+(?:的)"
                 rf"?(?:知识|{_OF}|流程|能手|规范|操作)|"
                 r"熟(?:悉|练|知|练掌握|练使用|练运用)[^，。；]{0,16}|精通[^，。；]{0,12}|掌握[^，。；]{0,16}|"
                 r"(?:product|business|technical|professional|expert|job) (?:knowledge|skills?|expertise)|expertise|"
                 r"knows the (?:products?|business)"),
)  # fmt: skip
#: How each of their signals is spread among people, where a draft has to bring it along.
SPREAD: dict[str, object] = {
    "unit": "points", "better": "high", "basis": "assumed",
    "normal": {"mean": 78, "between": 7, "within": 5, "carry": 0.7}, "clip": [0, 100],
}  # fmt: skip


@cache
def quality_pattern() -> str:
    """A pattern for whatever qualities documents ask for."""
    return "(?:" + "|".join(f"(?:{each.words})" for each in QUALITIES) + ")"


def quality_of(text: str) -> AskedQuality | None:
    """The quality that words name; None where they name none."""
    bare = text.strip()
    return next((each for each in QUALITIES if re.fullmatch(each.words, bare, re.IGNORECASE)), None) or next(
        (each for each in QUALITIES if re.search(each.words, bare, re.IGNORECASE)), None
    )
