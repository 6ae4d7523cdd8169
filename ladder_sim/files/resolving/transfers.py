"""Transfers between departments as a study says them, and the moves that they become in schemes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems, nearest
from ladder_sim.files import FileNode
from ladder_sim.files.forms.study import TransferForm
from ladder_sim.files.resolving.resolver import already
from ladder_sim.model.company import TransferClock, TransferPay
from ladder_sim.model.moves import EXIT, Move
from ladder_sim.model.scheme import Scheme

#: Keys of a transfer that its move has too.
SHARED = ("id", "title", "when", "seats", "count", "order", "apply", "stages", "after")


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """A transfer whose departments are known, and whose grades are not yet.

    Parameters
    ----------
    move
        What the scheme of the source is to say.
    goals
        By grade of the source, '' for all others, the grade of the target and where it stands.
    """

    id: str
    source: str
    target: str
    move: FileNode
    review: tuple[str, FileNode] | None
    goals: dict[str, tuple[str, Place]]
    to_place: Place
    keeps: tuple[TransferClock, ...]
    pay: TransferPay


def drafts_of(node: FileNode | None, departments: list[str], problems: Problems) -> list[TransferDraft]:
    """The transfers of a company; those that are wrong are reported and left out."""
    made: list[TransferDraft] = []
    seen: set[str] = set()
    for index, entry in enumerate([] if node is None else node.value):
        form = TransferForm.model_validate(entry.plain())
        if form.remove:
            told = tr("'remove' goes with the transfers of an alternative", "“remove”只用于备选中的调动")
            problems.add(_at(entry, "remove", index), told)
            continue
        if form.id in seen:
            problems.add(_at(entry, "id", index), already(("transfer", "调动"), form.id))
            continue
        seen.add(form.id)
        draft = _Drafting(entry, index, form, departments, problems).draft()
        made += [] if draft is None else [draft]
    return made


@dataclass(slots=True)
class _Drafting:
    """One transfer being read."""

    entry: FileNode
    index: int
    form: TransferForm
    departments: list[str]
    problems: Problems

    def draft(self) -> TransferDraft | None:
        missing = [key for key, value in (("to", self.form.to), ("review", self.form.review)) if value is None]
        if self.form.from_ is None and not isinstance(self.form.to, dict):
            missing.insert(0, "from")
        for key in missing:
            self.problems.add(_at(self.entry, "id", self.index), tr("'{key}' is missing", "缺少“{key}”", key=key))
        if missing:
            return None
        goals, targets = self._goals()
        sources = self._starts(goals)
        source = self._one({department for department, _ in sources}, "from")
        target = self._one(targets, "to")
        if source is None or target is None:
            return None
        if source == target:
            self._add("to", tr("leads into the department that people leave: a move within it belongs into its scheme",
                               "调入与调出为同一部门：部门内的变动请写在该部门的方案里"))  # fmt: skip
            return None
        review = None if isinstance(self.form.review, str) else (self.form.id, self.entry.value["review"])
        return TransferDraft(
            self.form.id, source, target, self._move([grade for _, grade in sources]), review,
            {grade.partition(".")[2]: goal for grade, goal in goals.items()}, _at(self.entry, "to", self.index),
            tuple(self.form.keeps), self.form.pay,
        )  # fmt: skip

    def _add(self, key: str, text: str) -> None:
        self.problems.add(_at(self.entry, key, self.index), text)

    def _one(self, found: set[str], key: str) -> str | None:
        """The one department that is named; a problem where there are several, or one that is not known."""
        unknown = sorted(found - set(self.departments))
        for name in unknown:
            self._add(key, tr("unknown department '{got}'", "未知的部门“{got}”", got=name)
                      + nearest(name, self.departments))  # fmt: skip
        if len(found) > 1:
            names = tr(", ", "、").join(sorted(found))
            text = tr("one department at a time, got {names}; write a transfer for each",
                      "一条调动只能涉及一个部门，现为{names}；请分开写", names=names)  # fmt: skip
            self._add(key, text)
        return next(iter(found)) if len(found) == 1 and not unknown else None

    def _goals(self) -> tuple[dict[str, tuple[str, Place]], set[str]]:
        """Where each grade leads, '' for all; and the departments named."""
        node = self.entry.value["to"]
        entries = node.value.items() if isinstance(node.value, dict) else [("", node)]
        made: dict[str, tuple[str, Place]] = {}
        targets: set[str] = set()
        for grade, goal in entries:
            department, _, name = str(goal.value).partition(".")
            if not name:
                self._add("to", tr("name a grade of the department, such as {name}.junior, got '{got}'",
                                   "请写明部门的职级，例如 {name}.junior，现为“{got}”", name=department,
                                   got=goal.value))  # fmt: skip
                continue
            targets.add(department)
            made[str(grade)] = name, Place(goal.file, goal.line, goal.column, f"transfers[{self.index}].to")
        return made, targets

    def _starts(self, goals: dict[str, tuple[str, Place]]) -> list[tuple[str, FileNode]]:
        """Departments and, as the scheme names them, the grades from which the transfer leads."""
        node = self.entry.get("from")
        if node is None:
            to = self.entry.value["to"]
            given = [FileNode(name, to.file, below.key_line, below.key_column) for name, below in to.value.items()]
        else:
            given = node.value if isinstance(node.value, list) else [node]
        return [(str(one.value).partition(".")[0], replace(one, value=str(one.value).partition(".")[2] or "any"))
                for one in given]  # fmt: skip

    def _move(self, starts: list[FileNode]) -> FileNode:
        """The transfer as a move of the scheme that people leave."""
        entry, to = self.entry, self.entry.value["to"]
        value = {key: entry.value[key] for key in SHARED if key in entry.value}
        value["from"] = FileNode(starts, entry.file, starts[0].line, starts[0].column)
        value["to"] = replace(to, value=EXIT)
        value["cause"] = replace(to, value="transfer")
        value["windows"] = replace(to, value="across")
        review = entry.value["review"]
        value["review"] = replace(review, value=self.form.id) if isinstance(review.value, dict) else review
        return replace(entry, value=value)


def _at(entry: FileNode, key: str, index: int) -> Place:
    node = entry.get(key) or entry
    return Place(node.file, node.line, node.column, f"transfers[{index}].{key}")


def with_transfers(tree: FileNode, drafts: Iterable[TransferDraft]) -> FileNode:
    """The tree of a scheme with the moves that lead to other departments, and their reviews.

    Where the file says something else than moves or reviews, it stays, and is told as a fault of the scheme.
    """
    value = dict(tree.value)
    for draft in drafts:
        moves, reviews = value.get("moves"), value.get("reviews")
        if moves is None or isinstance(moves.value, list):
            value["moves"] = replace(moves or tree, value=[*([] if moves is None else moves.value), draft.move])
        if draft.review is not None and (reviews is None or isinstance(reviews.value, dict)):
            name, node = draft.review
            value["reviews"] = replace(
                reviews or tree, value={**({} if reviews is None else reviews.value), name: node}
            )
    return replace(tree, value=value)


def goals_of(draft: TransferDraft, move: Move, target: Scheme, problems: Problems) -> dict[str, str]:
    """The grade of the other department to which each grade leads."""
    known = [grade.id for grade in target.grades]
    made: dict[str, str] = {}
    for grade in move.to:
        goal, place = draft.goals.get(grade) or draft.goals.get("") or ("", draft.to_place)
        if goal in known:
            made[grade] = goal
        elif goal:
            problems.add(place, tr("unknown grade '{got}' of department '{name}'", "部门“{name}”中没有职级“{got}”",
                                   got=goal, name=draft.target) + nearest(goal, known))  # fmt: skip
        else:
            problems.add(place, tr("says nothing of '{grade}', from which it leads too", "未说明“{grade}”调往哪个职级",
                                   grade=grade))  # fmt: skip
    return made
