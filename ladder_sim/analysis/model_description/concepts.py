"""Element 4: the eleven design concepts, each as it is here or why it is not."""

from __future__ import annotations

from ladder_sim.analysis.model_description.document import OddElement, OddPart
from ladder_sim.analysis.model_description.elements import absent
from ladder_sim.analysis.model_description.reading import limited, metrics_read, words_read
from ladder_sim.analysis.rule_text.expressions import listed
from ladder_sim.core.display import sentences
from ladder_sim.core.i18n import tr
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce


def concepts(scheme: Scheme, people: Workforce) -> OddElement:
    """The concepts in the protocol's order."""
    told = (
        (tr("Basic principles", "基本原理"), _principles()),
        (tr("Emergence", "涌现"), _emergence(scheme)),
        (tr("Adaptation", "适应"), _adaptation(people)),
        (tr("Objectives", "目标"), absent(tr("nobody in the model weighs alternatives or pursues an end.",
                                             "模型中没有人权衡备选或追求目标。"))),
        (tr("Learning", "学习"), _learning(scheme, people)),
        (tr("Prediction", "预测"), _prediction(people)),
        (tr("Sensing", "感知"), _sensing(people)),
        (tr("Interaction", "相互作用"), _interaction(scheme, people)),
        (tr("Stochasticity", "随机性"), _chance()),
        (tr("Collectives", "集体"), _collectives(scheme, people)),
        (tr("Observation", "观测"), _observation()),
    )  # fmt: skip
    return OddElement(4, tr("Design concepts", "设计概念"), tuple(OddPart(title, (text,)) for title, text in told))


def _principles() -> str:
    return tr("The rules are played as they are written; how people work and leave is the workforce's, the same under"
              " every scheme. Nothing is assumed of how rules ought to work.",
              "规则按原文执行；人员如何工作、何时离职取自人员文件，各方案相同。不预设规则应当如何起作用。")  # fmt: skip


def _emergence(scheme: Scheme) -> str:
    seats = tr(" and seats that fall vacant", "、空缺的出现") if limited(scheme) else ""
    return tr("Rates of promotion, waits, headcount by grade, turnover and cost come out of rules, results{seats}; none"
              " of them is put in.",
              "晋升率、等待时间、各职级人数、离职率和成本由规则、业绩{seats}共同产生，均非预先设定。",
              seats=seats)  # fmt: skip


def _adaptation(people: Workforce) -> str:
    if people.effort is not None:
        return tr("Persons work harder or less hard as a promotion comes within reach or out of it: see Effort among"
                  " the submodels. Basis: {basis}.",
                  "晋升临近或无望时，人员会更努力或更松懈：见子模型“努力程度”。依据：{basis}。",
                  basis=people.effort.basis or tr("assumed", "假设"))  # fmt: skip
    return absent(tr("nobody changes how they work because of the rules; only the chance to leave answers to what"
                     " happens to a person, where the workforce says so.",
                     "人员不会因规则改变工作表现；只有离职概率会随个人经历变化（以人员文件为限）。"))  # fmt: skip


def _learning(scheme: Scheme, people: Workforce) -> str:
    growing = [str(one.title) for one in metrics_read(scheme, people) if one.gain is not None]
    if growing:
        return tr("Newcomers start below others and catch up by a fixed curve in: {names}. Nobody learns from"
                  " experience to decide otherwise.",
                  "新人起点较低，按固定曲线追赶的结果：{names}。没有人从经验中学会改变决策。",
                  names=listed(growing))  # fmt: skip
    return absent(tr("no result grows with practice, and nobody decides otherwise for having learned.",
                     "没有随熟练而提高的结果，也没有人因学习而改变决策。"))  # fmt: skip


def _prediction(people: Workforce) -> str:
    if people.effort is not None:
        return tr("Implicit: whoever is within reach of a promotion is taken to foresee it.",
                  "隐含：晋升在望者被视为能预见这一点。")  # fmt: skip
    return absent(tr("nobody forms expectations.", "没有人形成预期。"))


def _sensing(people: Workforce) -> str:
    effects = people.attrition.effects
    felt = {
        tr("that they were promoted", "获得晋升"): effects.promoted,
        tr("that others were promoted in their place", "晋升未果"): effects.passed_over,
        tr("that they were demoted", "被降级"): effects.demoted,
        tr("how long they are in their grade", "任现职级时间长短"): effects.stagnant or effects.stagnant_ramp,
        tr("their pay beside the market's", "薪酬与市场之比"): effects.pay_gap,
        tr("their own results", "自己的业绩"): effects.performance or effects.top_performer,
    }
    known = [what for what, there in felt.items() if there is not None]
    reviews = tr("Reviews see what their rules name, without error.", "评审能无误地看到规则所列的内容。")
    if not known:
        return reviews
    told = tr("Leaving answers to what persons know: {known}.", "离职概率取决于人员所知：{known}。",
              known=listed(known))  # fmt: skip
    return sentences(reviews, told)


def _interaction(scheme: Scheme, people: Workforce) -> str:
    made = []
    if limited(scheme):
        made.append(tr("persons compete for seats, quotas or budgets of a review", "人员竞争评审的编制、名额或预算"))
    if any(move.order is not None for move in scheme.moves):
        made.append(tr("they are ranked against each other", "人员相互排序"))
    if people.mentoring is not None:
        made.append(tr("experienced persons mentor newcomers", "老员工带教新人"))
    if not made:
        return absent(tr("the case of one person is decided without regard to others.", "每个人的情况独立决定。"))
    return tr("Through the rules: {made}.", "通过规则发生：{made}。", made=tr("; ", "；").join(made))


def _chance() -> str:
    return tr("Drawn: the people of the first day where they are made up, their results, who leaves, what the rules or"
              " stages leave to chance, who is hired. Every draw is a function of seed, replication, person, what is"
              " drawn, and month, so that schemes meet the same people with the same luck.",
              "随机抽取：首日的虚拟人员、各项结果、离职、规则或流程中取决于概率的环节、招聘到的人员。每次抽取只由种子、重复、"
              "人员、抽取内容和月份决定，因此各方案面对相同的人员和相同的随机条件。")  # fmt: skip


def _collectives(scheme: Scheme, people: Workforce) -> str:
    team = any(one.per == "team" for one in metrics_read(scheme, people)) or "team" in words_read(scheme, people)
    if team or scheme.team_size is not None:
        return tr("Teams: rules or results refer to them.", "小组：规则或结果以小组为单位。")
    return tr("Teams exist, but no rule and no result that a rule reads refers to them.",
              "设有小组，但没有规则或规则所读的结果以小组为单位。")  # fmt: skip


def _observation() -> str:
    return tr("Counted every month in every replication: headcount, moves, exits by cause, hires, pay and costs by"
              " grade, seats, and at reviews why people were stopped. Everything that happens is seen; means are told"
              " with 95% intervals over replications.",
              "每次重复逐月记录：各职级的人数、变动、按原因的离职、入职、薪酬与费用、编制，以及评审中受阻的原因。"
              "所有事件均被记录；均值附各次重复的95%区间。")  # fmt: skip
