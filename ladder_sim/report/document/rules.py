"""The ladders side by side: grades, base pay, seats, moves and review cycles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ladder_sim.analysis.cautions import NOT_ADVICE, cautions
from ladder_sim.analysis.linting.section import rows_of
from ladder_sim.analysis.linting.table import of_rules, of_run
from ladder_sim.analysis.rule_text.expressions import Wording, listed, role_title, track_title
from ladder_sim.analysis.rule_text.pay import base_text
from ladder_sim.analysis.rule_text.seat_words import seats_text
from ladder_sim.analysis.scheme_figures import cycles
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.model.kinds import MOVE_TITLES
from ladder_sim.model.scheme import Scheme
from ladder_sim.report.document.kit import Scene, picture_of, with_name
from ladder_sim.report.document.parts import Figure, Section, Table

if TYPE_CHECKING:
    from ladder_sim.analysis.linting.findings import Lint
    from ladder_sim.results.run import Run


def ladders(scene: Scene) -> Section:
    """What the schemes are, before what they do."""
    comparison = scene.comparison
    schemes = [comparison[scheme].scheme for scheme in comparison.baseline_first]
    chosen, base = comparison[scene.focus].scheme, schemes[0]
    shown = schemes if len(schemes) <= 3 else [base, chosen]
    pair = (chosen,) if scene.alone else (chosen, base)
    points = [_about(scene, scheme) for scheme in pair]
    points += [str(s.summary) for s in pair if str(s.summary)] if scene.full else []
    tables = [_side_by_side(scene, schemes)]
    tables += [_grades(scene, scheme) for scheme in (schemes if scene.full and len(schemes) <= 6 else shown)]
    tables += [table for table in (_cautioned(scene, schemes), _doubtful(scene, schemes)) if table.rows]
    return Section(
        "ladders", tr("The ladders side by side", "职级体系对照"), _headline(scene, chosen, base), tuple(points),
        figures=tuple(_figure(scene, scheme) for scheme in shown), tables=tuple(tables),
        reading=tr(
            "A box is a grade, the lowest at the bottom; an arrow says that some move leads from one to the other. Base"
            " pay is a month's, before bonuses and allowances.",
            "方框为职级，最低的在下方；箭头表示存在从一级到另一级的变动。基本工资为月薪，不含奖金和津贴。",
        ),
        caution=tr(
            "Ladders with different grades cannot be compared step by step: two promotions on one may be worth one on"
            " the other.",
            "职级设置不同的体系不能逐级比较：一个方案中的两次晋升可能只相当于另一方案中的一次。",
        ) + _lawful(scene, schemes),
        shorter=_shorter(scene, chosen, base),
    )  # fmt: skip


def _cautioned(scene: Scene, schemes: list[Scheme]) -> Table:
    """What the labor law has to say of the schemes' rules, with the articles."""
    law = scene.comparison.workforce.law
    rows = tuple(
        (scene.title(scheme.id), listed([str(title) for title in found.rules]), str(found.says), found.cited)
        for scheme in schemes
        for found in cautions(scheme, law)
    )
    columns = (tr("scheme", "方案"), tr("rule", "规则"), tr("caution", "提示"), tr("articles", "依据"))
    note = tr("{not_advice}; rules that are not listed are not therefore lawful.",
              "{not_advice}；未列出的规则并非因此合法。", not_advice=NOT_ADVICE)  # fmt: skip
    return Table(columns, rows, note=note, title=tr("Legal cautions ({law})", "合规提示（{law}）", law=law.title))


def remarks(run: Run) -> Lint:
    """What the linter says of a scheme in its rules and in its run; of a company in the rules alone."""
    return of_rules(run.scheme, run.workforce) if run.departments else of_run(run)


def _doubtful(scene: Scene, schemes: list[Scheme]) -> Table:
    """What the linter says of the schemes."""
    rows = []
    for scheme in schemes:
        rows += [(scene.title(scheme.id), *row) for row in rows_of(remarks(scene.comparison[scheme.id]))]
    columns = (tr("scheme", "方案"), tr("remark", "发现"), tr("remedy", "建议"), tr("seen", "依据"))
    note = tr("Remarks are no faults: a file silences what is meant so, with its reason.",
              "检视发现并非错误；有意为之者可在方案文件中注明理由，不再提示。")  # fmt: skip
    return Table(columns, tuple(rows), note=note, title=tr("Remarks on the design of the rules", "规则设计检视"))


def _lawful(scene: Scene, schemes: list[Scheme]) -> str:
    """The same for who presents the slide: each caution once, with the schemes it concerns; the articles are tabled."""
    law = scene.comparison.workforce.law
    named: dict[str, list[str]] = {}
    for scheme in schemes:
        for found in cautions(scheme, law):
            named.setdefault(str(found.says), []).append(scene.title(scheme.id))
    return "".join(
        tr(" {schemes}, legal caution: {says}", "{schemes}，合规提示：{says}", schemes=listed(titles), says=says)
        for says, titles in named.items()
    )


def _figure(scene: Scene, scheme: Scheme) -> Figure:
    from ladder_sim import charts

    title = with_name(tr("The ladder of {s}", "{s}的晋升阶梯图"), scene.title(scheme.id))
    grades = listed([str(grade.title) for grade in scheme.grades])
    alt = tr("{title}: {grades}, with arrows for the moves between them.", "{title}：{grades}，箭头为各级之间的变动。",
             title=title, grades=grades)  # fmt: skip
    return Figure(title, alt, lambda: picture_of(charts.ladder(scheme)))


def _headline(scene: Scene, chosen: Scheme, base: Scheme) -> str:
    def counts(scheme: Scheme) -> str:
        grades, moves = len(scheme.grades), len(scheme.moves)
        one = tr("{g} grade", "{g}个职级", g=grades) if grades == 1 else tr("{g} grades", "{g}个职级", g=grades)
        other = tr("{m} move", "{m}条变动规则", m=moves) if moves == 1 else tr("{m} moves", "{m}条变动规则", m=moves)
        return tr("{g} and {m}", "{g}、{m}", g=one, m=other)

    if scene.alone:
        return tr("{s} has {x}", "{s}有{x}", s=scene.title(chosen.id), x=counts(chosen))
    if (found := counts(chosen)) == counts(base):
        return tr("{s} and {b} have {x} each", "{s}与{b}均有{x}", s=scene.title(chosen.id), b=scene.baseline, x=found)
    return tr("{s} has {x}, {b} {y}", "{s}有{x}，{b}有{y}", s=scene.title(chosen.id), x=counts(chosen),
              b=scene.baseline, y=counts(base))  # fmt: skip


def _shorter(scene: Scene, chosen: Scheme, base: Scheme) -> tuple[str, ...]:
    """The grades alone: with the names of the schemes, and without."""
    texts = {"s": scene.title(chosen.id), "b": scene.baseline, "x": len(chosen.grades), "y": len(base.grades)}
    if scene.alone:
        return (tr("{x} grades", "{x}个职级", **texts),)
    if len(chosen.grades) == len(base.grades):
        return (
            tr("{x} grades under {s} and {b} alike", "{s}与{b}的职级数相同：{x}个", **texts),
            tr("As many grades as under the baseline: {x}", "职级数与基准方案相同：{x}个", **texts),
        )
    return (
        tr("Grades: {x} under {s}, {y} under {b}", "职级数：{s}为{x}个，{b}为{y}个", **texts),
        tr("Grades: {x} under the alternative, {y} under the baseline", "职级数：备选方案为{x}个，基准方案为{y}个",
           **texts),
    )  # fmt: skip


def _about(scene: Scene, scheme: Scheme) -> str:
    return tr("{s}: base pay {pay}; reviewed {reviews}.", "{s}：基本工资{pay}；评审{reviews}。",
              s=scene.title(scheme.id), pay=_pay(scene, scheme), reviews=_reviews(scheme))  # fmt: skip


def _pay(scene: Scene, scheme: Scheme) -> str:
    """The lowest and the highest base pay of the ladder, as far as it is a number."""
    ends = ends_of_pay(scheme)
    if ends is None:
        return tr("by expression", "按公式")
    low, high = map(scene.money.full, ends)
    return low if low == high else tr("{a} to {b} a month", "{a}至{b}/月", a=low, b=high)


def ends_of_pay(scheme: Scheme) -> tuple[float, float] | None:
    """The lowest and the highest base pay of a ladder; None where no grade's is a number."""
    words = Wording(scheme)
    every = [words.ends(grade.steps.get("base") or (grade.base,)) for grade in scheme.grades if grade.base is not None]
    found = [ends for ends in every if ends is not None]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def _reviews(scheme: Scheme) -> str:
    return listed(cycles(scheme.reviews.values())) or tr("never", "无")


def _side_by_side(scene: Scene, schemes: list[Scheme]) -> Table:
    columns = (
        tr("scheme", "方案"), tr("tracks", "通道"), tr("grades", "职级"), tr("base pay a month", "月基本工资"),
        tr("grades with seats", "有编制限制的职级"), tr("moves", "变动规则"), tr("reviews", "评审周期"),
    )  # fmt: skip
    rows = []
    for scheme in schemes:
        kinds = Counter(move.kind for move in scheme.moves)
        moves = listed([_many(n, kind) for kind, n in kinds.items()])
        tracks = dict.fromkeys(str(track_title(scheme, g.track)) for g in scheme.grades)
        seated = sum(grade.seats is not None for grade in scheme.grades)
        rows.append(
            (_full(scene, scheme), listed(list(tracks)), str(len(scheme.grades)), _pay(scene, scheme), str(seated),
             moves, _reviews(scheme))
        )  # fmt: skip
    return Table(columns, tuple(rows), title=tr("The ladders side by side", "职级体系对照"))


def _full(scene: Scene, scheme: Scheme) -> str:
    """The title, with what the rest of the report calls the scheme."""
    title, short = scene.comparison.title(scheme.id), scene.title(scheme.id)
    return title if title == short else tr("{title} ({short})", "{title}（{short}）", title=title, short=short)


def _many(n: int, kind: str) -> str:
    """So many moves of a kind."""
    name = MOVE_TITLES[kind]
    return tr("{n} {name}", "{name}{n}", n=n, name=name) if n == 1 else tr("{n} {name}s", "{name}{n}", n=n, name=name)


def _grades(scene: Scene, scheme: Scheme) -> Table:
    words = Wording(scheme)
    rows = tuple(
        (
            str(grade.title), first_upper(role_title(grade.role)), str(track_title(scheme, grade.track)),
            base_text(grade, words, scene.money.full),
            seats_text(grade.seats, scheme, words) or tr("no limit", "不限"),
        )
        for grade in reversed(scheme.grades)
    )  # fmt: skip
    columns = (tr("grade", "职级"), tr("role", "岗位层级"), tr("track", "通道"), tr("base pay a month", "月基本工资"),
               tr("seats", "编制"))  # fmt: skip
    return Table(columns, rows, title=with_name(tr("The grades of {s}", "{s}的职级"), scene.title(scheme.id)))
