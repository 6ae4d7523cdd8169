"""The words in which a card tells a rule, read back into the rule: the records are read the other way round.

Each function and word of the language has its words in its record (`expressions.specs`); a placeholder is a part that
is read in turn. What no record says is no rule of the house, and gives None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ladder_sim.core.i18n import Language, Title, language, tr
from ladder_sim.core.roles import ROLES
from ladder_sim.core.unit_words import VALUES
from ladder_sim.expressions.evidence import PERIODS
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.expressions.operators import ARITHMETIC, COMPARISONS
from ladder_sim.expressions.spans import SPANS
from ladder_sim.expressions.specs import Compared, FunctionSpec
from ladder_sim.expressions.words import WORDS
from ladder_sim.policies.brackets import apart, closes, outside

_NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)?"
#: Deeper than this no rule of a policy is nested.
_DEEP = 40


class SaidBack:
    """Reads words back, with the names that a document gives to scores, measures, grades and tracks.

    Parameters
    ----------
    names : title → name in the rule language
    sides : title → what it stands for behind “is”, where that is another name: a track may be called as a measure is
    """

    def __init__(self, names: Mapping[str, str], sides: Mapping[str, str] | None = None) -> None:
        self.sides = dict(sides or {})
        self._names = {**_standard(language()), **names}
        self._known: dict[str, str | None] = {}
        #: Numbers that rules read of each grade: the name of the grades' own number → grade → number.
        self.own: dict[str, dict[str, str]] = {}

    def rule(self, text: str) -> str | None:
        """The rule that a text says; None where it says none.

        Parameters
        ----------
        text : such as 近6个月绩效得分的均值 ≥ 85
        """
        return self._read(text.strip(" 。"), 0)

    def _read(self, text: str, depth: int) -> str | None:
        text = text.strip()
        if text in self._known or not text or depth > _DEEP:
            return self._known.get(text)
        self._known[text] = None  # a text within itself is none
        for found in self._ways(text, depth + 1):
            if found is not None:
                self._known[text] = found
                return found
        return None

    def _ways(self, text: str, depth: int) -> Iterator[str | None]:
        """Every way of reading a text, the loosest binding first."""
        yield self._atom(text)
        yield self._choice(text, depth)
        for word, joint in ((tr(" or ", " 或 "), "or"), (tr(" and ", " 且 "), "and")):
            yield self._split(text, word, f" {joint} ", depth)
        yield self._compared(text, depth)
        yield self._comparison(text, depth)
        for sign in ("+", "-", "*", "/", "//", "%", "**"):
            said = next(spec.said for key, spec in ARITHMETIC.items() if key == sign)
            yield self._split(text, f" {said} ", f" {sign} ", depth, last=True)
        yield self._function(text, depth)
        yield self._of_some(text, depth)
        yield self._denied(text, depth)
        if text[0] in "(（" and text[-1] in ")）" and closes(text) == len(text) - 1:
            inner = self._read(text[1:-1], depth)
            yield None if inner is None else f"({inner})"

    def _atom(self, text: str) -> str | None:
        """A number, a name, a letter in quotes."""
        bare = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
        if re.fullmatch(r"-?\d+(?:\.\d+)?", bare):
            return bare
        if text in self._names:
            return self._names[text]
        each = re.fullmatch(tr(r"\[(.+)\]", r"［(.+)］"), text)
        if each:
            return self._by_grade(each.group(1))
        quoted = re.fullmatch("“([^“”]*)”", text)
        return f"'{_value(quoted.group(1))}'" if quoted else None

    def _by_grade(self, inside: str) -> str | None:
        """A number for each of the grades that a move leaves: a number of their own."""
        rows: dict[str, str] = {}
        for part in apart(inside, tr(", ", "、")):
            match = re.fullmatch(tr(rf"(?P<v>{_NUMBER}) \((?P<g>.+)\)", rf"(?P<v>{_NUMBER})（(?P<g>.+)）"), part)
            grade = self._names.get(match["g"]) if match else None
            if match is None or grade is None:
                return None
            rows[grade] = match["v"].replace(",", "").replace("\N{MINUS SIGN}", "-")
        return f"own.{self.own_number(rows)}"

    def own_number(self, rows: Mapping[str, str]) -> str:
        """The name of the number that each of some grades has of its own; a new one where none has these numbers.

        Parameters
        ----------
        rows : grade → number
        """
        same = next((name for name, known in self.own.items() if known == rows), None)
        if same is None:
            same = f"own_{len(self.own) + 1}"
            self.own[same] = dict(rows)
        return same

    def _split(self, text: str, word: str, joint: str, depth: int, *, last: bool = False) -> str | None:
        """Two parts beside a word outside all brackets: at the first place where both can be read."""
        places = list(outside(text, word))
        for at in reversed(places) if last else places:
            left, right = self._read(text[:at], depth), self._read(text[at + len(word) :], depth)
            if left is not None and right is not None:
                if joint.strip() in ("or", "and"):
                    return f"{tested(left)}{joint}{tested(right)}"
                return f"({left}{joint}{right})"
        return None

    def _comparison(self, text: str, depth: int) -> str | None:
        """Two sides and a sign, or a value of an attribute."""
        for sign, said in COMPARISONS.items():
            for at in reversed(list(outside(text, f" {said} "))):
                left, right = self._read(text[:at], depth), self._side(text[at + len(said) + 2 :], depth)
                if left is not None and right is not None:
                    return f"{left} {sign} {right}"
        for equal, joint in (("!=", tr(" is not ", "不是")), ("==", tr(" is ", "为"))):
            for at in outside(text, joint):
                left, right = self._read(text[:at], depth), self._side(text[at + len(joint) :], depth)
                if left is not None and right is not None:
                    return f"{left} {equal} {right}"
        for inside, joint in (("not in", tr(" is none of ", "不属于")), ("in", tr(" is one of ", "属于"))):
            for at in outside(text, joint):
                left = self._read(text[:at], depth)
                items = [self._side(item, depth) for item in text[at + len(joint) :].split(tr(", ", "、"))]
                if left is not None and None not in items:
                    return f"{left} {inside} [{', '.join(str(item) for item in items)}]"
        return None

    def _side(self, text: str, depth: int) -> str | None:
        """A side of a comparison, which may be a value of an attribute."""
        return (
            self.sides.get(text.strip())
            or self._read(text, depth)
            or (_value(text) if text.strip() in _values(language()) else None)
        )

    def _of_some(self, text: str, depth: int) -> str | None:
        """What counts for some people only."""
        match = re.fullmatch(tr(r"(?P<x>.+) \(only where (?P<c>.+)\)", r"(?P<x>.+)（仅计(?P<c>.+)者）"), text)
        value, test = (self._read(match["x"], depth), self._read(match["c"], depth)) if match else (None, None)
        return None if value is None or test is None else f"({value} if {test} else unknown)"

    def _choice(self, text: str, depth: int) -> str | None:
        """Cases side by side, the last of them for all others."""
        cases = apart(text, tr("; ", "；"))
        if len(cases) < 2:
            return None
        told = ""
        for case in cases:
            found = self._case(case, depth)
            if found is None:
                return None
            value, test = found
            if test is None:
                return f"{told}{value}"
            told += f"{value} if {test} else "
        return None

    def _case(self, case: str, depth: int) -> tuple[str, str | None] | None:
        """A result and when it holds."""
        rest = re.fullmatch(tr(r"otherwise (?P<v>.+)", r"其余：(?P<v>.+)"), case)
        if rest:
            value = self._read(rest["v"], depth)
            return None if value is None else (value, None)
        for at in reversed(list(outside(case, tr(" if ", "：")))):
            first, second = case[:at], case[at + len(tr(" if ", "：")) :]
            value, test = (first, second) if language() == "en" else (second, first.removeprefix("若"))
            read_value, read_test = self._read(value, depth), self._read(test, depth)
            if read_value is not None and read_test is not None:
                return read_value, read_test
        return None

    def _denied(self, text: str, depth: int) -> str | None:
        for word in WORDS.values():
            if word.denied is not None and str(word.denied) == text:
                return f"not {word.name}"
        inner = re.fullmatch(tr(r"not (?P<x>.+)", r"非[“（]?(?P<x>.+?)[”）]?"), text)
        found = self._read(inner["x"], depth) if inner else None
        return None if found is None else f"not ({found})"

    # -- records --------------------------------------------------------------------------------

    def _compared(self, text: str, depth: int) -> str | None:
        """A comparison that has a way of saying of its own."""
        for spec in FUNCTIONS.values():
            for way in spec.compared:
                match = _pattern(way.said, spec, language()).fullmatch(text)
                call = self._call(spec, match.groupdict(), depth) if match else None
                if call is not None and match is not None and "n" in match.groupdict():
                    return f"{call} {way.signs[0]} {_bound(way, match['n'])}"
        for word in WORDS.values():
            for way in word.compared:
                match = _word_pattern(way.said, language()).fullmatch(text)
                if match:
                    return f"{word.name} {way.signs[0]} {match['n'].replace(',', '')}"
        return None

    def _function(self, text: str, depth: int) -> str | None:
        for spec in FUNCTIONS.values():
            for said in (spec.said, spec.settled_said):
                match = _pattern(said, spec, language()).fullmatch(text) if said is not None else None
                call = self._call(spec, match.groupdict(), depth) if match else None
                if call is not None:
                    return call
        return None

    def _call(self, spec: FunctionSpec, groups: Mapping[str, str | None], depth: int) -> str | None:
        """A function of what stands at its placeholders."""
        if groups.get("all"):
            parts = [self._read(part, depth) for part in apart(str(groups["all"]), tr(", ", "，"))]
            return None if None in parts else f"{spec.name}({', '.join(str(part) for part in parts)})"
        args: list[str] = []
        for argument in spec.arguments:
            given = groups.get(argument.name)
            if given is None:
                if argument.optional:
                    continue
                return None
            read = self._argument(argument.kind, given, depth)
            if read is None:
                return None
            args.append(read)
        if args and args[-1] == "role" and spec.arguments[-1].kind == "group":
            args.pop()
        return f"{spec.name}({', '.join(args)})"

    def _argument(self, kind: str, given: str, depth: int) -> str | None:
        if kind == "window":
            return _span(given)
        if kind == "group":
            groups = [_group(name, self._names) for name in given.split(tr(" and ", "、"))]
            return None if None in groups else groups[0] if len(groups) == 1 else f"[{', '.join(map(str, groups))}]"
        if kind == "share":
            n = given.replace(",", "")
            return f"{float(n) / 100:.10g}" if re.fullmatch(r"\d+(\.\d+)?", n) else self._read(given, depth)
        if kind == "cuts":
            return self._cuts(given, depth)
        if kind in ("number", "condition", "periods", "category"):
            return self._read(given, depth)
        return None

    def _cuts(self, given: str, depth: int) -> str | None:
        rows = []
        for part in apart(given, tr(", ", "、")):
            match = re.fullmatch(tr(r"(?P<gives>.+) from (?P<cut>.+)", r"(?P<cut>.+?)起为(?P<gives>.+)"), part)
            cut = self._read(match["cut"], depth) if match else None
            gives = self._read(match["gives"], depth) if match else None
            if cut is None or gives is None:
                return None
            rows.append(f"{cut}: {gives}")
        return f"{{{', '.join(rows)}}}"


def tested(rule: str) -> str:
    """A rule as a condition: a switch that a card tells as 0 or 1 never or always holds."""
    return f"{rule} > 0" if re.fullmatch(r"\d+", rule) else rule


def _bound(way: Compared, said: str) -> str:
    """The number that is written, of the one that is said."""
    n = float(said.replace(",", ""))
    plain = way.bound(n) if abs(way.bound(way.bound(n)) - n) < 1e-9 else n
    return f"{plain:.10g}"


def _span(said: str) -> str | None:
    """How far a window looks back."""
    whole, as_far = said, str(SPANS["up_to"].said).replace("{span}", "")
    if said.endswith(as_far):
        inner = _span(said.removesuffix(as_far))
        return None if inner is None else f"up_to({inner})"
    for name, spec in SPANS.items():
        if str(spec.said) == whole:
            return name
    if whole in (
        tr("the last month", "上月"),
        tr("the last quarter", "上季度"),
        tr("the last half-year", "上半年度"),
        tr("the last year", "上年度"),
    ):
        return "1"
    units = "|".join(str(unit) for unit in PERIODS.values())
    match = re.fullmatch(
        tr(
            rf"the last (?P<n>{_NUMBER}) (?:{units}|times \d+ months)",
            rf"近(?P<n>{_NUMBER})(?:{units}|期（每期\d+个月）)",
        ),
        whole,
    )
    return match["n"] if match else None


def _group(said: str, names: Mapping[str, str]) -> str | None:
    return next((name for name, spec in GROUPS.items() if str(spec.said) == said), None) or names.get(said)


_LOOK = Title(r"(?:the last [^()]+?|this year|this quarter|all months so far|since the last [a-z ]+?)(?: \(or "
               r"as many as there are\))?",
              r"(?:近[\d,.]+(?:个月|个季度|个半年|年|期（每期\d+个月）)|上月|上季度|上半年度|上年度|本年|本季度|"
               r"入职至今|上次晋升以来|上次变动职级以来)(?:（不足则按实有）)?")  # fmt: skip


@cache
def _pattern(said: Title, spec: FunctionSpec, wanted: Language) -> re.Pattern[str]:
    """The words of a function with a group for each placeholder."""
    kinds = {argument.name: argument.kind for argument in spec.arguments}
    made = ""
    for part in re.split(r"(\{\w+\})", said.of(wanted)):
        name = part[1:-1] if part.startswith("{") else ""
        if not name:
            made += re.escape(part)
        elif f"(?P<{name}>" in made:
            made += f"(?P={name})"
        elif name in ("unit", "each"):
            made += (
                "(?:"
                + "|".join(str(unit.of(wanted)) + "|" + unit.of(wanted).removeprefix("个") for unit in PERIODS.values())
                + "|期|periods)"
            )
        elif name == "plural":
            made += "s?"
        elif name == "n" and name not in kinds:
            made += f"(?P<n>{_NUMBER})"
        elif name in ("sign", "call"):
            made += ".+"
        else:
            made += f"(?P<{name}>{_LOOK.of(wanted) if kinds.get(name) == 'window' else '.+'})"
    return re.compile(made)


@cache
def _word_pattern(said: Title, wanted: Language) -> re.Pattern[str]:
    made = re.escape(said.of(wanted)).replace(r"\{n\}", f"(?P<n>{_NUMBER})").replace(r"\{plural\}", "s?")
    return re.compile(re.sub(r"\\\{(?:sign|call)\\\}", ".+", made))


@cache
def _values(wanted: Language) -> dict[str, str]:
    """What a value of a standard attribute is called → the value."""
    return {title.of(wanted): value for value, title in VALUES.items()}


def _value(said: str) -> str:
    return _values(language()).get(said.strip(), said.strip())


@cache
def _standard(wanted: Language) -> dict[str, str]:
    """What the words of the language are called → the words."""
    roles = {each.many.of(wanted): role for role, each in ROLES.items()}
    return roles | {
        spec.said.of(wanted): name
        for name, spec in WORDS.items()
        if not spec.compared or "月数" in spec.said.zh or "年数" in spec.said.zh
    }
