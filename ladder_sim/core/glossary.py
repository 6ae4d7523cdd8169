"""The words of this tool, each concept with one name in each language, and the second names that are refused.

`tests/whole/test_glossary.py` holds every text to it; ``python docs/words.py`` puts them into ``docs/glossary.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ladder_sim.core.grammar import holds
from ladder_sim.core.i18n import Language, Title

NONE = Title("", "")

#: Attributes that the law protects: measures and audits tell them apart.
PROTECTED = ("gender", "sex", "ethnicity", "nationality", "household", "disability", "religion", "married")


@dataclass(frozen=True, slots=True)
class Term:
    """A concept and its names.

    Parameters
    ----------
    id : str
        The name in files where there is one.
    en, zh : str
        The one name in each language.
    not_en, not_zh : tuple of str
        Second names, refused wherever the tool speaks.
    unless : tuple of str
        Longer words that hold a second name and mean something else.
    own : bool
        Whether the file of a scheme may use the second names: it keeps the words of the company's document.
    note : Title
        What the word covers, where the word alone does not say it.
    """

    id: str
    en: str
    zh: str
    not_en: tuple[str, ...] = ()
    not_zh: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    own: bool = False
    note: Title = NONE


def _term(
    id: str, names: tuple[str, str], not_zh: str = "", not_en: str = "", unless: str = "", *, own: bool = False
) -> Term:
    """A term from texts with blanks between Chinese words, commas between English ones."""
    refused = tuple(filter(None, map(str.strip, not_en.split(","))))
    return Term(id, *names, refused, tuple(not_zh.split()), tuple(unless.split()), own, _NOTES.get(id, NONE))


_NOTES = {
    "seats": Title("how many a grade holds", "一个职级可容纳的人数"),
    "quota": Title("how many one review may move", "一次评审可变动的人数"),
    "ladder": Title("the chart of it is the ladder chart", "其图称“晋升阶梯图”"),
    "transfer": Title("leaves the department for another one", "离开本部门，转到其他部门"),
    "regrade": Title("the grade stays, base pay changes", "职级不变，基本工资变"),
    "status_move": Title("a move that begins a status, such as a warning", "使状态开始的变动，如警告"),
    "honor": Title("a title or a prize; grade and base pay stay", "荣誉称号或奖金，职级与基本工资不变"),
    "regretted": Title("the best fifth who leave of their own accord", "绩效居前五分之一者主动离职"),
    "severance": Title("N, with pay in lieu of notice N+1", "N；另付代通知金时为 N+1"),
    "tenure": Title("with this employer", "在本单位的年限；“工龄”在法律上指全部工作年限"),
    "base": Title("base pay of the grade", "职级对应的月基本工资"),
    "probation_of_move": Title(
        "after a move; the law allows one probation only, for newcomers", "变动之后的考核期；试用期依法只能约定一次"
    ),
    "waiver": Title("promoted with a condition waived", "免除某个条件的晋升"),
    "four_fifths": Title("a US rule of thumb, no test of Chinese law", "美国经验规则，非中国法定标准"),
    "luck": Title("the same in all schemes compared", "所比较的各方案中相同"),
    "not_significant": Title("the 95% interval holds 0", "95%区间含0"),
    "track": Title("a company may call its own otherwise", "公司自己的名称可用“序列”"),
    "workforce": Title("the file; the list of persons is the roster", "指文件；逐人的名单为花名册"),
    "assumed": Title("nobody states the number", "来源未写明的取值"),
    "twin": Title("expected numbers from the rules, beside the simulated ones", "由规则推算的期望值，与模拟结果对照"),
    "lottery": Title("candidates by chance in the place of the scheme's order", "以随机次序代替方案的择优次序"),
    "planted_bias": Title(
        "a group rated lower for the same work, to see what rules make of it",
        "同样的工作把某组别评低，看方案的放大或缩小",
    ),
    "lint": Title("no fault: what is doubtful in a scheme", "并非错误，指方案中值得商榷之处"),
    "fit": Title("chances from records of the past", "由历史记录估计概率"),
    "match": Title(
        "assumed values moved until the simulated present is the known one", "调整假设值，使模拟的现状与已知数字一致"
    ),
    "frontier": Title("the schemes that none beats in every measure", "没有被其他方案在各项指标上全面超过的方案"),
    "matters": Title("the smallest that would change a decision", "足以影响决策的最小差值"),
    "employer_load": Title("say whether the housing fund is in", "须注明是否含公积金"),
}

TERMS = (
    _term("ladder", ("ladder", "职级体系"), "职级梯队 梯队 阶梯", unless="晋升阶梯图 阶梯式 人才梯队", own=True),
    _term("track", ("track", "通道"), "序列 路线", unless="时间序列 种子序列 路线图", own=True),
    _term("grade", ("grade", "职级"), not_en="rung", own=True),
    _term("role", ("role", "岗位层级"), "角色", own=True),
    _term("move", ("move", "变动")),
    _term("promotion", ("promotion", "晋升")),
    _term("demotion", ("demotion", "降级")),
    _term("lateral", ("lateral move", "平级调动"), "平调"),
    _term("regrade", ("in-grade raise", "同级调薪"), "调档 同级调整", own=True),
    _term("status_move", ("change of status", "状态变更"), own=True),
    _term("honor", ("award without a raise", "表彰奖励"), own=True),
    _term("transfer", ("transfer out", "调出"), "调离", own=True),
    _term("dismissal", ("dismissal", "辞退"), not_en="layoff"),
    _term("seats", ("seats", "编制"), "席位"),
    _term("quota", ("quota", "名额")),
    _term("review", ("review", "评审")),
    _term("ledger", ("ledger of reviews", "评审台账")),
    _term("reviewed", ("persons reviewed", "参评人员"), "受检"),
    _term("bottleneck", ("bottleneck", "卡点"), "瓶颈 拦下 拦住 卡在 卡住", own=True),
    _term("under_way", ("under way", "流程未办结"), "在办"),
    _term("months_in_grade", ("months in the grade", "任现职级月数"), "在级 在本级月数", unless="存在级 在级别"),
    _term("entry", ("entry grade", "起始职级"), "入口 入职职级", unless="入口网站"),
    _term("passed_over", ("passed over", "晋升未果"), "落选"),
    _term("waiver", ("waiver", "破格晋升")),
    _term("token", ("token", "豁免资格"), "凭证", own=True),
    _term("score", ("score", "考核得分"), "分数", unless="分数线 分数段 百分数", own=True),
    _term("metric", ("metric", "指标"), "信号", unless="终止信号 信号量"),
    _term("team", ("team", "小组"), "班组 团队 每组", unless="团队合作 团队精神 团队建设 团队管理", own=True),
    _term("workforce", ("workforce file", "人员文件"), "人员队伍 人员设定"),
    _term("roster", ("roster", "花名册"), "人员名册"),
    _term("tenure", ("tenure", "司龄"), "工龄", own=True),
    _term("turnover", ("turnover", "离职率"), "流失率 流失比例", unless="骨干流失率", own=True),
    _term("regretted", ("regretted turnover", "骨干流失")),
    _term("base", ("base pay", "基本工资"), "底薪", own=True),
    _term("severance", ("severance", "经济补偿"), "经济补偿金", own=True),
    _term("employer_load", ("employer's contributions", "单位社保"), "单位社保等负担 单位负担 雇主附加"),
    _term("probation_of_move", ("trial after a move", "考察期")),
    _term("baseline", ("baseline", "基准方案")),
    _term(
        "workplace", ("service center", "客服中心"), "服务中心", "service centre, call centre, support centre", own=True
    ),
    _term("assumed", ("assumed", "假设"), "假定"),
    _term("reading", ("reading", "解读"), "理解", unless="理解能力 能理解 理解销售"),
    _term("left_out", ("left out", "未纳入模型"), "未建模 无法表述 略去", "modelled, modelling"),
    _term("trace", ("trace", "逐人推演"), "走查 跟踪", unless="跟踪准时率"),
    _term("luck", ("the same luck", "随机条件"), "运气"),
    _term("chance", ("by chance alone", "随机波动"), "仅凭偶然", "by luck alone"),
    _term("not_significant", ("no detectable difference", "差异不显著"), "无可检出差异 无可检出的差异"),
    _term("fairness", ("fairness", "公平性检视"), "公平性审计 审计", own=True),
    _term("four_fifths", ("four-fifths mark", "五分之四参考线"), "五分之四规则 五分之四法则", "four-fifths rule"),
    _term("money", ("amounts in 10,000 yuan", "万元"), "百万元"),
    _term("notes", ("speaker notes", "演讲者备注"), "讲者备注", unless="演讲者备注"),
    _term("explorer", ("explorer", "试算台")),
    _term("twin", ("theory", "理论推算"), "孪生"),
    _term("lottery", ("by lot", "抽签"), "摇号 抓阄"),
    _term("planted_bias", ("planted bias", "设定的评分偏差"), "植入"),
    _term("gains", ("gain and lose", "受益与受损"), "赢家 输家"),
    _term("lint", ("remarks on the design", "设计检视"), "静态检查 代码检查"),
    _term("fit", ("fit", "拟合")),
    _term("match", ("match", "与已知数字吻合")),
    _term("frontier", ("frontier", "前沿"), "边界线 有效边界"),
    _term("dominated", ("dominated", "被全面超过"), "被支配 被占优"),
    _term("matters", ("difference that matters", "有意义的差值")),
)

_QUOTED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"`[^`]*`"),
    "zh": re.compile(r"“[^”]*”|`[^`]*`|'[^'\n]*'"),
}


def second_names(text: str, language: Language, *, own: bool = False) -> Iterator[tuple[str, Term]]:
    """The refused names that a text uses, each with its term; what it quotes is not its own.

    Parameters
    ----------
    text : str
        Any length; quotations (“…”, `…`) are passed over.
    language : {"en", "zh"}
    own : bool
        The text stands in the file of a scheme: terms that leave a company its words are passed over.
    """
    said = _QUOTED[language].sub(" ", text)
    for term in TERMS:
        refused: dict[Language, tuple[str, ...]] = {"en": term.not_en, "zh": term.not_zh}
        if own and term.own:
            continue
        names = refused[language]
        left = said
        for word in term.unless if names else ():
            left = left.replace(word, " ")
        for name in names:
            if holds(left, name, language):
                yield name, term
