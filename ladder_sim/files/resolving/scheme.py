"""A scheme, from its human form to the model: the ladder, its knobs, its calendar and its pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ladder_sim.core.display import plain
from ladder_sim.core.frozen import FrozenDict, frozen
from ladder_sim.core.grammar import options
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.expressions.dated import month_number
from ladder_sim.expressions.words import LARGEST
from ladder_sim.files import FileNode, show
from ladder_sim.files.forms.common import ExitOfPart, LaterForm
from ladder_sim.files.forms.likely import likely
from ladder_sim.files.forms.measure import resolve_measures
from ladder_sim.files.forms.scheme import ParameterForm, PayPartForm, SchemeForm, SourceForm
from ladder_sim.files.resolving.changeover import adopted
from ladder_sim.files.resolving.facts import declared_facts
from ladder_sim.files.resolving.grades import Ladder, resolve_caps, resolve_ladder
from ladder_sim.files.resolving.metrics import metric
from ladder_sim.files.resolving.moves import resolve_moves
from ladder_sim.files.resolving.pay import check_on, indices, tables
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.files.resolving.reviews import resolve_reviews
from ladder_sim.files.resolving.scores import resolve_scores
from ladder_sim.files.resolving.stated import resolve_stated
from ladder_sim.files.resolving.statuses import resolve_statuses
from ladder_sim.model.expression import Expr, Parameter, scaled
from ladder_sim.model.grades import STANDARD_ROLES, EntryRule
from ladder_sim.model.indices import Index
from ladder_sim.model.kinds import EXIT_CAUSES, PAY_PARTS, Cause
from ladder_sim.model.likely import Likely
from ladder_sim.model.moves import Review, Token
from ladder_sim.model.scheme import PayPart, Probation, Scheme

_GRADE = ("grade", "职级")
_REVIEW = ("review", "评审")
_ROLE = ("role", "岗位层级")


def resolve_scheme(form: SchemeForm, tree: FileNode, problems: Problems) -> Scheme:
    """The complete scheme. What cannot be resolved is reported and left out."""
    r = Resolver(tree, problems)
    r.year_starts = r.month_of_year(form.year_starts, "year_starts") or 1
    parameters = {name: _parameter(r, name, entry) for name, entry in form.parameters.items()}
    roles = tuple(form.roles or STANDARD_ROLES)
    r.values = {name: parameter.value for name, parameter in parameters.items() if not parameter.later}
    r.dated = {name: parameter for name, parameter in parameters.items() if parameter.later}
    ladder, tracks = resolve_ladder(r, form, roles)
    sections = ("parameters", "scores", "tokens", "signals", "indices", "attributes", "statuses", "caps")
    _distinct(r, {section: getattr(form, section) for section in sections}, ladder)
    reviews = resolve_reviews(r, form.reviews)
    scores = resolve_scores(r, form.scores)
    tokens = tuple(_token(r, name, form, reviews) for name in form.tokens)
    made = Scheme(
        id=form.scheme, title=title_of(form.title, form.scheme),
        short_title=None if form.short_title is None else title_of(form.short_title, ""),
        grades=ladder.grades, absent=tuple(sorted(ladder.absent)), tracks=tracks,
        entry=_entry(r, form, ladder), parameters=parameters,
        fields=_field_titles(r, form),
        roles=roles,
        scores=scores,
        reviews=reviews,
        moves=resolve_moves(r, form, ladder, reviews),
        tokens=tokens,
        caps=resolve_caps(r, form, ladder),
        currency=r.currency(form.currency),
        year_starts=r.year_starts,
        statuses=resolve_statuses(r, form.statuses, {entry.id for entry in form.moves}, [m.id for m in form.moves]),
        pay=tuple(_pay_part(r, name, entry, ladder) for name, entry in form.pay.items()),
        probation=_probation(r, form),
        placement=_placement(r, form.placement, roles, "placement"),
        team_size=r.maybe(form.team_size, "team_size"),
        hire_if=r.maybe(form.hire_if, "hire_if"),
        hire_among=r.maybe(form.hire_among, "hire_among"),
        hire_order=r.maybe(form.hire_order, "hire_order"),
        indices=_indices(r, form, ladder),
        tables=tables(form.tables),
        entry_step=r.maybe(form.entry_step, "entry_step"),
        entry_pay=r.maybe(form.entry_pay, "entry_pay"),
        placement_step=r.maybe(form.placement_step, "placement_step"),
        adopted=adopted(r, form.adopted, ladder),
        signals={name: metric(r, name, entry, "signals", name) for name, entry in form.signals.items()},
        attributes=declared_facts(r, form),
        measures=resolve_measures(r, form.measures),
        summary=title_of(form.summary, ""),
        source=_source(form.source),
        stated=resolve_stated(r, form),
        lint_ignored={code: title_of(reason, "") for code, reason in form.lint.ignore.items()},
        notes=tuple(title_of(note, "") for note in form.notes),
        based_on=form.based_on,
        file=tree.file,
    )  # fmt: skip
    return replace(made, form=CompleteForm(tree, frozenset(r.parametric)))


def _field_titles(r: Resolver, form: SchemeForm) -> dict[str, Title]:
    """What the further keys of the grades are called; a name that no grade has is more likely misspelt."""
    grades = [grade for track in form.ladder.values() for grade in track.values()]
    known = dict.fromkeys(name for grade in grades for name in grade.model_extra or ())
    for name in form.fields:
        if name not in known:
            text = tr("no grade has a field '{name}'", "没有职级含字段“{name}”", name=name)
            r.add(("fields", name), text + nearest(name, known), key=True)
    return {name: title_of(title, name) for name, title in form.fields.items()}


class CompleteForm(FrozenDict[str, PlainData]):
    """The human form as plain data; with the tree it came from, so that it can be resolved again."""

    def __init__(self, tree: FileNode, parametric: frozenset[str]) -> None:
        super().__init__(frozen(tree.plain()))
        self._tree = tree
        self._new: Mapping[str, FileNode] = {}  # parameters that the tree does not have yet
        self.parametric = parametric  # the parameters on whose values the resolved form depends

    def __reduce__(self) -> tuple[type[CompleteForm], tuple[FileNode, frozenset[str]]]:
        return (CompleteForm, (self.tree, self.parametric))

    @property
    def tree(self) -> FileNode:
        """The tree; of other values made when it is first asked for: few variants are resolved again."""
        if self._new:
            self._tree = self._tree.copy()
            self._tree.value["parameters"].value.update(self._new)
            self._new = {}
        return self._tree

    def changed(self, values: Mapping[str, PlainData]) -> CompleteForm:
        """The same with other values of parameters."""
        entries = self.tree.value["parameters"].value
        new = {name: entries[name].copy() for name in values}
        for name, node in new.items():
            _set(node.value["value"] if isinstance(node.value, dict) else node, values[name])
        told = self["parameters"]
        assert isinstance(told, dict)
        made = CompleteForm.__new__(CompleteForm)
        parameters = frozen(told | {name: node.plain() for name, node in new.items()})
        dict.__init__(made, dict(self) | {"parameters": parameters})
        made._tree, made._new, made.parametric = self._tree, new, self.parametric
        return made


def _set(node: FileNode, value: PlainData) -> None:
    """Put a value into the tree; where values stand by month, the later ones keep their ratio to the first."""
    if not isinstance(node.value, dict):
        node.value = value
        return
    first, *later = [node.value[month] for month in sorted(node.value, key=lambda month: month_number(month) or 0)]
    for each in later:
        each.value = scaled(each.value, first.value, value)
    first.value = value


def _indices(r: Resolver, form: SchemeForm, ladder: Ladder) -> dict[str, Index]:
    """The employer's indices, and whether the grades carry what they multiply."""

    def chosen(names: list[str], *loc: str | int) -> tuple[str, ...]:
        return tuple(grade.id for grade, _ in ladder.select(r, names, *loc))

    made = indices(r, form.indices, chosen)
    check_on(r, made, ["base", *dict.fromkeys(name for grade in ladder.grades for name in grade.fields)])
    return made


def _source(form: SourceForm | None) -> PlainForm:
    return {} if form is None else form.model_dump(exclude_none=True)


def _parameter(r: Resolver, name: str, entry: PlainData) -> Parameter:
    at = r.place("parameters", name)
    r.free_name(name, "parameters", name)
    if not isinstance(entry, ParameterForm):
        return Parameter(name, entry, title_of(None, name), at=at)
    notes = (entry.note, entry.assumed, entry.reading)
    told = [title_of(note, "") for note in notes if note is not None and not isinstance(note, bool)]
    value, since, later = _dated(r, name, entry.value)
    made = Parameter(
        name,
        value,
        title_of(entry.title, name),
        low=entry.from_,
        high=entry.to,
        step=entry.step,
        unit=entry.unit or "",
        integer=entry.integer,
        choices=tuple(entry.choices or ()),
        assumed=bool(entry.assumed),
        reading=bool(entry.reading),
        remark=in_both(lambda: tr("; ", "；").join(map(str, told))),
        at=at,
        since=since,
        later=later,
        likely=_likely(r, name, entry, value),
    )
    if made.low is not None and made.high is not None and made.low > made.high:
        r.add(
            ("parameters", name, "from"),
            tr("from {low} is above to {high}", "from {low}大于 to {high}", low=plain(made.low), high=plain(made.high)),
        )
    elif why := misfit(made, made.value):
        r.add(("parameters", name, "value"), why)
    for month, number in made.later:
        if why := misfit(made, number):
            r.add(("parameters", name, "value", month), why)
    return made


def _likely(r: Resolver, name: str, entry: ParameterForm, value: object) -> Likely | None:
    """Between which values an assumed parameter probably lies; within what can be set at all."""
    if entry.likely is None:
        return None
    loc = ("parameters", name, "likely")
    if not entry.assumed:
        r.add(
            loc, tr("'likely' is for an assumed value; write assumed: true", "“likely”用于假设值；请写 assumed: true")
        )
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        r.add(loc, tr("'likely' is for a number", "“likely”只用于数字"))
        return None
    found = likely(r, entry.likely, value, *loc)
    if found is None:
        return None
    low, high = sorted(end * value if found.times else end for end in (found.low, found.high))
    if (entry.from_ is not None and low < entry.from_) or (entry.to is not None and high > entry.to):
        r.add(loc, tr("reaches beyond what can be set, from and to", "超出可设置的范围（from、to）"))
        return None
    return replace(found, low=low, high=high, times=False)


def _dated(r: Resolver, name: str, value: PlainData) -> tuple[PlainData, str, tuple[tuple[str, float], ...]]:
    """A parameter's first value, the month from which it holds where it changes, and the later ones."""
    if not isinstance(value, Mapping):
        return value, "", ()
    rows: list[tuple[str, float]] = []
    for month in sorted(value, key=lambda month: month_number(month) or 0):
        number, loc = value[month], ("parameters", name, "value", month)
        if isinstance(number, LaterForm):
            r.add(loc, tr("arrears belong to a table of pay or an index; write the value alone",
                          "补发只用于薪级表或指数；请只写数值"))  # fmt: skip
        elif isinstance(number, bool | str):
            r.add(loc, tr("must be a number, got {got}", "应为数字，现为{got}", got=show(number)))
        else:
            rows.append((month, float(number)))
    if not rows:
        return 0, "", ()
    return rows[0][1], rows[0][0], tuple(rows[1:])


def misfit(parameter: Parameter, value: object) -> str:
    """Why a value does not suit a parameter, or ''."""
    if parameter.choices:
        if value in parameter.choices and isinstance(value, str):
            return ""
        return tr(
            "must be one of {choices}, got {got}",
            "应为 {choices}，现为{got}",
            choices=options(parameter.choices),
            got=show(value),
        ) + (nearest(value, parameter.choices) if isinstance(value, str) and len(parameter.choices) > 12 else "")
    ranged = parameter.integer or parameter.low is not None or parameter.high is not None
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        if ranged or not isinstance(value, bool | str):
            return tr("must be a number, got {got}", "应为数字，现为{got}", got=show(value))
        return ""
    if not abs(value) <= LARGEST:
        return tr("must be a number that can be used, got {got}", "应为可用的数字，现为{got}", got=show(value))
    if parameter.integer and value != int(value):
        return tr("must be a whole number, got {got}", "应为整数，现为{got}", got=show(value))
    below = parameter.low is not None and value < parameter.low
    if below or (parameter.high is not None and value > parameter.high):
        low = "-∞" if parameter.low is None else plain(parameter.low)
        high = "∞" if parameter.high is None else plain(parameter.high)
        return tr(
            "must lie between {low} and {high}, got {got}",
            "应在{low}至{high}之间，现为{got}",
            low=low,
            high=high,
            got=show(value),
        )
    return ""


def _distinct(r: Resolver, names: Mapping[str, Mapping[str, object]], ladder: Ladder) -> None:
    """One name, one meaning: among parameters, scores, tokens, signals and grades."""
    seen = {grade.id: tr("a grade", "职级") for grade in ladder.grades}
    for section, entries in names.items():
        for name in entries:
            if section != "parameters":
                r.free_name(name, section, name)
            if name in seen:
                text = tr("'{name}' names {what} already; name it otherwise", "“{name}”已用作{what}；请另取编号",
                          name=name, what=seen[name])  # fmt: skip
                r.add((section, name), text, key=True)
            seen.setdefault(name, tr("an entry of {what}", "{what} 中的一项", what=section))


def _token(r: Resolver, name: str, form: SchemeForm, reviews: Mapping[str, Review]) -> Token:
    entry, loc = form.tokens[name], ("tokens", name)
    if entry.review not in reviews:
        r.unknown((*loc, "review"), _REVIEW, entry.review, reviews)
    forever = entry.keep is None or entry.keep == "forever"
    keep = None if forever or entry.keep is None else r.duration(entry.keep, *loc, "keep")
    return Token(
        name,
        title_of(entry.title, name),
        entry.review,
        r.expr(entry.earn, *loc, "earn"),
        keep,
        r.whole(entry.at_most, *loc, "at_most", low=1),
    )


def _pay_part(r: Resolver, name: str, entry: PlainData, ladder: Ladder) -> PayPart:
    loc = ("pay", name)
    own = next((info for kind, info in PAY_PARTS.items() if kind == name), None)
    if own is not None:
        r.add(loc, tr("'{name}' is {what}; name this part otherwise", "“{name}”是{what}；请换名", name=name,
                      what=own.meaning), key=True)  # fmt: skip
    if not isinstance(entry, PayPartForm):
        return PayPart(name, title_of(None, name), r.expr(entry, *loc))
    grades: tuple[str, ...] = ()
    if entry.for_ is not None:
        grades = tuple(grade.id for grade, _named in ladder.select(r, entry.for_, *loc, "for"))
    return PayPart(
        name,
        title_of(entry.title, name),
        r.expr(entry.amount, *loc, "amount"),
        grades,
        r.maybe(entry.when, *loc, "when"),
        entry.in_full,
        _exits(entry.at_exit),
    )


def _exits(given: Sequence[ExitOfPart]) -> tuple[Cause, ...]:
    """The causes at which a part is settled, in their order; any: all but transfers."""
    return tuple(cause for cause in EXIT_CAUSES if cause in given or ("any" in given and cause != "transfer"))


def _entry(r: Resolver, form: SchemeForm, ladder: Ladder) -> EntryRule:
    entry, ids = form.entry, ladder.ids
    if isinstance(entry, dict):
        for name in entry:
            if name not in ids:
                r.unknown(("entry", name), _GRADE, name, ids, key=True)
        shares = {name: r.share(share, "entry", name) for name, share in entry.items()}
        r.shares(shares, "entry")
        return EntryRule(shares={name: share for name, share in shares.items() if name in ids and share > 0})
    word = entry.strip()
    if word in ids:
        return EntryRule(grade=word)
    if word.isidentifier() and word not in form.parameters and word not in form.scores:
        r.unknown(("entry",), _GRADE, word, ids)
        return EntryRule(grade=ladder.grades[0].id if ladder.grades else None)
    return EntryRule(choose=r.expr(entry, "entry"))


def _probation(r: Resolver, form: SchemeForm) -> Probation | None:
    given = form.probation
    if given is None:
        return None
    if given.otherwise != "extend" and "extend" in given.model_fields_set:
        r.add(
            ("probation", "extend"),
            tr("'extend' goes with otherwise: extend", "“extend”要与 otherwise: extend 一起用"),
            key=True,
        )
    return Probation(
        months=r.whole(given.months, "probation", "months", high=120),
        pay=r.expr(given.pay, "probation", "pay"),
        confirm=r.maybe(given.confirm, "probation", "confirm"),
        otherwise=given.otherwise,
        extend=r.whole(given.extend, "probation", "extend", low=1),
        extensions=r.whole(given.extensions, "probation", "extensions"),
        parts=given.parts,
        assessed_from=None
        if given.assessed_from is None
        else r.whole(given.assessed_from, "probation", "assessed_from", low=1),
    )


def _placement(r: Resolver, form: PlainData, roles: tuple[str, ...], *loc: str) -> dict[str, Expr]:
    if form is None:
        return {}
    if isinstance(form, str):
        return {role: r.expr(form, *loc) for role in roles}
    for role in form:
        if role not in roles:
            r.unknown((*loc, role), _ROLE, role, roles, key=True)
    return {role: r.expr(text, *loc, role) for role, text in form.items()}
