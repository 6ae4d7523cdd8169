"""Elements 1 to 3, 5 and 6: purpose, entities, schedule, the first day, and what is put in from outside."""

from __future__ import annotations

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.model_description.document import OddElement, OddPart
from ladder_sim.analysis.model_description.reading import attributes_known, metrics_read
from ladder_sim.analysis.rule_text.expressions import listed, number, role_title
from ladder_sim.analysis.scheme_figures import cycle, entry_of
from ladder_sim.analysis.stated import left_out_section
from ladder_sim.core.i18n import tr
from ladder_sim.model.kinds import MOVE_KINDS
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce


def absent(why: str) -> str:
    """That something does not apply, and why."""
    return tr("Not applicable: {why}", "不适用：{why}", why=why)


def purpose(scheme: Scheme, people: Workforce) -> OddElement:
    """Element 1."""
    aim = tr("The model says what the rules of '{title}' lead to when they are played on the people of '{people}':"
             " who is promoted and when, who leaves, what it costs. It is made to compare rules before they are"
             " adopted; it does not tell the future of any person.",
             "模型用于推演“{title}”的规则在“{people}”的人员上会产生什么结果：谁在何时晋升、谁离职、成本多少。"
             "用途是在实施之前比较不同规则，不预测任何个人的未来。", title=scheme.title,
             people=people.title)  # fmt: skip
    source = entry_of(scheme).source
    told = [aim, *([str(scheme.summary)] if str(scheme.summary) else []),
            *([tr("Source of the rules: {source}.",
                  "规则来源：{source}。", source=source)] if source else [])]  # fmt: skip
    patterns = absent(tr("the files name no pattern of the real organization by which the model was judged. A fit of a"
                         " history can be held against later years (`backtest`), an adopted plan against months as they"
                         " come (`track`).",
                         "文件未给出用来检验模型的现实规律。历史拟合可用后来的年份回测（backtest），"
                         "已实施的计划可与逐月实际对照（track）。"))  # fmt: skip
    left = left_out_section(scheme)
    parts = (OddPart("", tuple(told)), OddPart(tr("Patterns", "规律"), (patterns,)),
             *((OddPart(tr("Left out of the model", "未纳入模型"), (), (left,)),) if left.rows else ()))  # fmt: skip
    return OddElement(1, tr("Purpose and patterns", "目的与规律"), parts)


def entities(scheme: Scheme, people: Workforce) -> OddElement:
    """Element 2."""
    size = people.people.size
    texts = (
        tr("Entities: persons; the grades of the ladder, each with the seats that it may have; teams; and the unit as a"
           " whole. A post that nobody holds is an open seat of its grade.",
           "实体：人员；职级体系中的各职级及其编制；小组；以及整个单位。无人任职的岗位即为该职级的空缺。"),
        tr("A person has a role, a grade, months in the grade and with the organization, ability, the results of past"
           " months as far as rules look back, pay, a team, and what the tables below list.",
           "人员的状态：岗位层级、职级、任现职级月数、司龄、能力、规则回溯所及的各月结果、薪酬、所在小组，以及下表所列。"),
        tr("Scales: a step is a month; stages of a case are counted in working days of a real calendar. The horizon is"
           " said with each run. {n} people are there on {day}.",
           "尺度：一步为一个月；候选流程按真实日历的工作日计算。模拟期随每次运行给出。{day} 在册{n}人。",
           n=size, day=people.start.isoformat()),
        absent(tr("where people are has no meaning in the model; there is no space.",
                  "模型中没有空间，人员位置没有意义。")),
    )  # fmt: skip
    what, unit = tr("state", "状态"), tr("name in rules", "规则中的名称")
    attributes = CardSection(tr("Attributes of persons", "人员属性"), (what, unit), tuple(
        (str(one.title), one.name) for one in attributes_known(scheme, people)))  # fmt: skip
    metrics = CardSection(tr("Results drawn for persons", "人员各项结果"), (what, unit), tuple(
        (str(one.title), one.name) for one in metrics_read(scheme, people)))  # fmt: skip
    kept = tuple(one for one in (attributes, metrics) if one.rows)
    return OddElement(
        2, tr("Entities, state variables, and scales", "实体、状态变量与尺度"), (OddPart("", texts, kept),)
    )


def schedule(scheme: Scheme, people: Workforce) -> OddElement:
    """Element 3."""
    kinds = {move.kind for move in scheme.moves}
    decided = listed([str(one.title) for kind, one in sorted(MOVE_KINDS.items(), key=lambda item: item[1].turn)
                      if kind in kinds])  # fmt: skip
    adopted = (
        tr(" a scheme adopted from this month on takes over;", "自本月起实施的新方案接替；") if scheme.adopted else ""
    )
    several = any(move.beside for move in scheme.moves)
    beside = tr(", but for moves that the file allows beside others", "（文件允许并行的变动除外）") if several else ""
    tokens = tr("First tokens are earned. ", "先授予豁免资格。") if scheme.tokens else ""
    probation = tr("Probations end. ", "试用期满者转正或离开。") if scheme.probation else ""
    steps = (
        tr("1. On the first: decided moves take effect;{adopted} hires join.",
           "1. 月初：已决定的变动生效；{adopted}新员工入职。", adopted=adopted),
        tr("2. Work: the results of the month are drawn, person by person; clocks advance.",
           "2. 工作：逐人抽取当月结果；各项时间累加。"),
        tr("3. Pay of the month, for this month's leavers too.", "3. 发放当月薪酬，当月离职者也发放。"),
        tr("4. Leaving, of their own accord{retired}. Their cases end.",
           "4. 离职（主动离职{retired}），其候选流程终止。",
           retired=tr(", then retirement", "，其后退休") if people.retirement is not None else ""),
        tr("5. Closing: scores whose period ends are computed.", "5. 结账：计算到期的考核得分。"),
        tr("6. Reviews that fall due. {tokens}{probation}Kinds of move in this order: {decided}; within a kind in the"
           " order of the file. One decision per person{beside}.",
           "6. 到期的评审。{tokens}{probation}各类变动的顺序：{decided}；同类按文件次序。每人只作一次决定{beside}。",
           tokens=tokens, probation=probation, decided=decided or tr("none", "无"), beside=beside),
        tr("7. Hiring: whoever is to be hired is ordered.", "7. 招聘：按招聘规则发出招聘。"),
    )  # fmt: skip
    reviews = tuple((str(review.title), str(cycle(review.every))) for review in scheme.reviews.values())
    table = CardSection(tr("Reviews", "评审"), (tr("review", "评审"), tr("how often", "周期")), reviews)
    intro = tr("Every month runs in this order; all persons of a step are treated at once, on the state that the step"
               " before left.", "每月按以下顺序运行；同一步骤中所有人员同时处理，依据上一步骤之后的状态。")  # fmt: skip
    part = OddPart("", (intro, *steps), (table,) if reviews else ())
    return OddElement(3, tr("Process overview and scheduling", "过程概述与时间安排"), (part,))


def initialization(scheme: Scheme, people: Workforce) -> OddElement:
    """Element 5."""
    group = people.people
    if group.roster is not None:
        who = tr(
            "{n} people of a list, each as the list says.", "花名册中的{n}人，按名册记录。", n=len(group.roster.person)
        )
    elif group.grades:
        told = listed([f"{grade} {count}" for grade, count in group.grades.items()])
        who = tr("Made-up people by grade: {told}.", "按职级虚拟的人员：{told}。", told=told)
    else:
        told = listed([f"{role_title(role)} {number(100 * share)}%" for role, share in group.roles.items()])
        who = tr(
            "{n} made-up people by role: {told}.", "{n}名虚拟人员，按岗位层级：{told}。", n=group.headcount, told=told
        )
    placed = scheme.placement or people.placement
    how = (tr("Persons whose grade is not known are placed by an expression for their role: {roles}.",
              "职级未知的人员按岗位层级的表达式定级：{roles}。", roles=listed([role_title(role) for role in placed]))
           if placed else
           tr("Persons whose grade is not known are placed by role, and within a role by tenure and ability, so that"
              " grades come out in their shares.",
              "职级未知的人员按岗位层级定级，同一岗位层级内按司龄和能力排列，使各职级符合其占比。"))  # fmt: skip
    past = (tr("Results of earlier months are drawn too, so that rules can look back from the first day.",
               "此前各月的结果也一并抽取，使规则自首日起即可回溯。") if group.history else
            tr("There are no results of earlier months: windows fill from the first month on.",
               "没有此前各月的结果：各时间窗自首月起逐步填充。"))  # fmt: skip
    first = tr("The first day is {day}. It differs between replications where people are made up.",
               "首日为 {day}。虚拟人员在各次重复中不同。", day=people.start.isoformat())  # fmt: skip
    part = OddPart("", (first, who, how, past))
    return OddElement(5, tr("Initialization", "初始化"), (part,))


def input_data(scheme: Scheme, people: Workforce) -> OddElement:
    """Element 6."""
    rows = []
    if people.people.roster is not None:
        rows.append((tr("list of people", "花名册"), people.people.roster.file))
    if people.hiring.kind == "plan":
        rows.append(
            (tr("plan of hires by month", "逐月招聘计划"), tr("{n} months", "{n}个月", n=len(people.hiring.plan)))
        )
    for name, index in {**people.indices, **scheme.indices}.items():
        rows.append((tr("index that rises by date", "按日期上升的指数"), str(index.title) or name))
    if people.holidays:
        rows.append((tr("days without work", "休息日"), tr("{n} days", "{n}天", n=len(people.holidays))))
    rows += [(tr("values of a parameter by month", "参数的逐月取值"), str(one.title))
             for one in scheme.parameters.values() if one.later]  # fmt: skip
    table = CardSection("", (tr("input", "输入"), tr("what", "内容")), tuple(rows))
    none = absent(tr("no series of data from outside drives the model while it runs; all it has stands in the two"
                     " files.", "模型运行期间不读入外部时间序列数据；全部内容在两个文件中。"))  # fmt: skip
    return OddElement(
        6, tr("Input data", "输入数据"), (OddPart("", () if rows else (none,), (table,) if rows else ()),)
    )
