"""Every text that a user sees has its twin: English and Chinese, with the same blanks to fill.

The first part reads the package with `ast`: both texts of a pair are there, and no English sentence stands outside of
a pair, unless it is in `PLAIN` with the reason why nobody reads it as a sentence.
"""

from __future__ import annotations

import ast
import itertools
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from places import PACKAGE, ROOT
from ruamel.yaml import YAML

from ladder_sim.analysis.description import describe
from ladder_sim.core.calls import EXAMPLES
from ladder_sim.core.i18n import use
from ladder_sim.engine.state import COLUMNS
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import list_scenarios, load_scheme, load_workforce

MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/*") if path.suffix in (".html", ".svg", ".txt"))

Kind = TypeVar("Kind", bound=ast.AST)
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3001\u3002]")
#: Two words side by side: what distinguishes a sentence, or a part of one, from a name.
PROSE = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]")
WORD = re.compile(r"[A-Za-z]{2,}")

#: Two words that are no sentence for anybody to read, by the reason.
PLAIN = {
    "sentences of a policy document that are put together to be read, in the language of the document": {
        "has a ", "may not be promoted", " may not be promoted", "Anyone with ", "not more than ",
    },
    "patterns by which a policy document is read": {
        "(?:an? |the |being an? )?",
        "(?:becom(?:e|es|ing)|(?:be |is |are )?(?:promoted|raised|appointed|made)(?: to| as)?|"
        "(?:advanc|ris|progress|mov)(?:e|es|ing)?(?: up)? to|go(?:es)? on to be)",
        ") (?:can|may|will|could|who wants? to|who wish(?:es)? to) (?:then |later )?",
        "|[Pp]romotion to|[Bb]ecoming|[Bb]ecome) ",
    },
    "keys of a table of units, texts that a file holds in both languages, code, and a line of repr": {
        "CNY a month", "working days", "New signal", "A rule of the source", "assumptions of ",
        '(lambda load: (load("ladder_sim.results.origin").code(), load("numpy").__version__))(\n'
        '    __import__("importlib").import_module)',
        "ViewProgress | dict[Language, str] | LadderError", "import ladder_sim as ls; ls.simulate(",
        "compare([run.scheme for run in comparison.runs], comparison.workforce", "simulate(run.scheme, run.workforce",
    },
    "keys and rules of a file, and one line of code-like text": {
        "30% of headcount", "3% of base",
        "scheme: NAME", "ready to play", "next January", "mean(kpi, so_far) >= 60", "% of the grade", "points of 5",
        "points|%|level|CNY|seconds|days until", "total(training_course, up_to(12)) >= {courses}",
        "total(major_exception, up_to(12)) >= {times}", "total(new_customer, up_to(12)) >= {times}",
        "total(training_given, up_to(12)) >= {times}", "total(proposal, up_to(12)) >= {times}",
        "total(report, up_to(12)) >= {times}", "total(praise_customer, up_to(12)) >= {times}",
        "total(praise_internal, up_to(12)) >= {times}", "total(violation, up_to(12)) == 0",
    },
    "what columns of the engine mean, for those who change the code": {
        column.meaning for column in COLUMNS.values()
    },
    "one line of code-like text for each record, the same in every language, and words inside kept files": {
        " replications, seed ", " people, of the workforce ", " schemes on ", "ladder-sim run", "ladder-sim readings",
        "import ladder_sim as ls; ls.compare(", " sections; print() tells them>", "; print() tells them>",
        ", own measures: ", "left out: ", " rules not covered", " rules uncovered)", " in month ", "at equal ",
        "ladder-sim comparison", "switch OLD NEW",
    },
    "words of the engine and of files, which results carry whatever the language": {
        "share a year", "money a year", "people a year", "times a year", "under way", "case under way",
        "moved otherwise", "did not apply", "no seat",
        "quota reached", "top step", "budget spent", "status begins", "status ends",
        "on probation", "case opened", "token earned", "pay protected", "share of grade", "share of eligible",
        "share of openings",
        "return waits", "to base", "as in the file", "case failed", "money a month",
        "grade, track or role", "role or grade",
    },
    "words as files write them: budgets of raises and how they are shared out, shares of forced ratings, quotas": {
        "share of base", "in proportion", "best first", "carried over", "carried over once", "at most", "at least",
        "the rest",
        r"(?:(?P<bound>at most|at least)\s+)?(?P<n>.+?)\s*%(?:\s*,?\s*at least (?P<least>\d{1,6}))?\Z",
        r"(?P<bound>at most|at least)\s+(?P<n>\d{1,6})\Z",
        "{n}% of grade", "{n}% of eligible", "{n}% of openings", "shared with ",
    },
    "words as files write them: how a scheme takes over, spans of time, where the number of a person stands": {
        "at once", "by pay", "new hires",
        "half month", "other week", "half a month", "twice a month", "half a year", "first word", "last word",
    },
    "words of companies' documents, by which these are read, beside the Chinese ones": {
        "(?:half a year|a year and a half|(?:", "a year and a half", "high school",
        " in the grade", " points or more", " or less", " or more", ") and a half years?|(?:",
        "and a half", " promoted to ",
        '^(?:The )?[“\\"]?(?P<term>[A-Za-z][\\w -]{2,30}?)[”\\"]? '
        '(?:means|is defined as|refers to) (?:the )?(?P<sense>[^.]+)',
        r"(?P<n>[\d.]+) per (?P<per>[\d.]+) (?:at grade )?(?P<of>.+)",
    },
    "names of styles in a Word document": {"List Number", "Table Grid"},
    "errors of Python itself, in its own language, and the name of a method for those who read the source": {
        "; did you mean ", ")``: a row for each ",
    },
    "lines of a trace, which stay whatever the language, and a sign of the rule language": {
        "yes or no",
        "stage passed", "stage failed", "probation passed", "probation prolonged", "probation failed", "not in",
    },
    "pieces of the rule language, of which the group of retirement and rules that are drafted are made": {
        " if year % ", " else unknown)", "months_|not on_", "not on_probation",
        " if gender == ", " and not ({management})", " paid from ", "role not in [agent, lead]",
    },
    "names that PowerPoint itself gives, read in its master view only": {
        "Message with text", "Slide Number", "One message per slide", "Company, author, date",
    },
    "lines of a scheme's or a workforce's file": {
        "monthly, when: ", "{stage: notice, days: ", "; basis: assumed", "  keep: headcount",
        "shape: estimate, source: fitted",
    },
    "names of fonts": {
        "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB",
        "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Arial Unicode MS", "Noto Sans CJK JP", "DejaVu Sans",
    },
    "a part of a pair whose Chinese is the list alone": {
        "one of ",
    },
    "words of matplotlib and of its warnings": {
        "offset points", "Glyph .* missing from font",
    },
    "a warning and an error of pandas, by which they are recognized": {
        r"Skipping line (\d+)", "name '(.+?)' is not defined",
    },
    "sentences of other libraries, by which their errors are recognized": {
        "was never closed",
        "mapping values are not allowed", "sequence entries are not allowed", "cannot start any token",
        "could not find expected ':'", "expected <block end>", "unexpected end of stream", "stream end",
        "end of stream", "mapping values", "but got",
        r"argument (.*): invalid choice: '(.*)' \(choose from (.*)\)",
    },
    "commands as they are typed": {"ladder-sim explain ", "ladder-sim compare ", "ladder-sim ", "--out DIR",
        "import ladder_sim as ls; ls.compare(["},
    "shown to programmers": {
        "cannot assign to field ", "tuple[Axes, RunCounts, float] | LadderError | None", "passed over", " so far",
        "module 'ladder_sim' has no attribute ", "; public names: ", "the headcount of a grade does not close",
        "headcount does not close in month ", "callback failed",
    },
    "bilingual in itself, for the language is what is wrong": {"language must be 'en' or 'zh', got "},
}  # fmt: skip
#: Which argument of a phrase of `policies` its examples are.
EXAMPLES_OF_PHRASE = slice(5, 6)
#: Where matplotlib puts a legend.
PLACE = re.compile(r"(outside )?(upper|lower|center) (left|right|center)|outside (left|right) (upper|lower|center)")


def _words_and_code() -> set[str]:
    """What the tables of others' words hold beside their pairs: these words, and code to be copied."""
    tables = ("core/habits.py", "scenarios/guessed_words.py")
    found = ast.parse("\n".join((PACKAGE / name).read_text(encoding="utf-8").replace("from __future__", "from typing")
                                for name in tables).replace("import annotations", "import Any"))  # fmt: skip
    pairs = [node for node in ast.walk(found) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Title"]
    paired = {id(one) for pair in pairs for one in ast.walk(pair)}
    return {node.value for node in ast.walk(found)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in paired}  # fmt: skip


#: Code that a message shows to be copied.
CALLS = {*EXAMPLES.values()}
ALLOWED = {text for texts in PLAIN.values() for text in texts} | _words_and_code() | CALLS

#: Pairs whose Chinese text has no Chinese sign, for it is punctuation, a format or a code.
SIGNS = {"》", "{measure}{x}", "zh", "zh-CN", "{a} → {b}", "→ {stage}", "{value} {unit}", "Python", "Microsoft YaHei"}
#: English texts with a Chinese example.
EXAMPLES = {"'{value}' is not a date; write it like 2020-01-07 or 2020年1月7日"}

#: Where a pair is given by names instead of texts: by module, how the English is written there.
BY_NAME = {
    "core/habits.py": {"text"},  # code to be copied
    # letters of a score, halves of a description, and titles as a file has them
    "editing/choices.py": {"letter"},
    "files/key_words.py": {"description[:found.start()].strip() if found else description.strip()"},
    "notebook/form/fields.py": {"en or zh"},
    "notebook/form/lists.py": {"en or zh"},
    "notebook/form/sections.py": {"en or zh"},
    # the texts stand in a table of pairs just above
    "analysis/rule_text/moves.py": {"en"},
    "policies/phrases_process.py": {"name.replace('_', ' ').capitalize()"},
    "files/validate.py": {
        "'must be ' + en.replace('{', '{{').replace('}', '}}') + ', got {got}'",
    },
    "files/hints.py": {"'; line {n} has ' + en", "problem"},
    "scenarios/suitable.py": {"en"},
    "files/resolving/moves.py": {"kind", "test.text"},
    # a rule as it is written, and a term that is told in the language in use already
    "plan/company.py": {"condition.test.text"},
    "report/document/method.py": {"what"},
    # a name that the user gives a scheme or a variant
    "experiment/given.py": {"name"},
    "scenarios/variants.py": {"id"},
    # a title that a user's file gives, or a name of that file where it gives none
    "files/resolving/resolver.py": {"en.strip()", "text", "form.strip()"},
    "scenarios/registry.py": {"str(en or zh or path.stem)"},
    "results/own.py": {"found"},  # a text that the reader gives for a measure of their own
    "engine/recorder.py": {"level"},
    "plan/compiler.py": {"role"},
    "attribution/coalitions.py": {"role"},
    "attribution/direct.py": {"rule"},
    "model/measures.py": {"attribute"},
    "results/small_groups.py": {
        "'、'.join((title.zh for title in titles))", "' + '.join((title.en for title in titles))",
    },
    "files/resolving/scheme.py": {"'; '.join((note.en for note in told))"},
    "notebook/app_page.py": {"kind"},
    "report/document/kit.py": {"self.money.code"},
    "notebook/parameter_controls.py": {"' ({unit})'"},
    "core/unit_words.py": {"name"},
    "expressions/evidence.py": {"expr.text"},
    "analysis/why_not.py": {"text"},
    "engine/diary.py": {"figure(mark)", "spec.score"},
    "analysis/rule_text/expressions.py": {"name", "track", "title.of('en')", "unit", "name.replace('_', ' ')"},
    "core/display.py": {"'{value} {unit}'"},
    "core/money.py": {"self.code or 'money'"},
    "core/i18n.py": {"filled(self.en, 'en')"},
}  # fmt: skip
#: Errors that say that the program is wrong, not its input.
FOR_PROGRAMMERS = {"AssertionError", "AttributeError", "RuntimeError", "TypeError"}
#: What shows a text to somebody, and which of its arguments is the text.
SHOWING = {
    "LadderError": 0, "ArgumentTypeError": 0, "warn": 0, "add": 1, "print": 0, "error": 0, "_say": 0,
    "set_title": 0, "set_xlabel": 0, "set_ylabel": 0, "suptitle": 0, "TextBar": 0, "NotebookBar": 0, "bar": 0,
}  # fmt: skip
SHOWN_BY_NAME = {
    "help", "description", "epilog", "placeholder", "tooltip", "title", "note", "caption", "xlabel", "ylabel", "titles",
}  # fmt: skip


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def everywhere(kind: type[Kind]) -> Iterator[tuple[Path, Kind]]:
    for path in MODULES:
        yield from ((path, node) for node in ast.walk(tree(path)) if isinstance(node, kind))


def text_of(node: ast.expr) -> str | None:
    """A text as it is written; of an f-string what stands between its values, each a ``{}``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def blanks(text: str) -> set[str]:
    """The names in braces, without their formats; but the ending of the plural, which Chinese has not."""
    names = {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return names - {"plural"}


@cache
def no_prose(path: Path) -> frozenset[int]:
    """What need not have a twin: docstrings, errors for programmers, what stands beside its Chinese twin.

    Nor the examples of a phrase: sentences of companies' documents, in the language of each.
    """
    found: set[int] = set()
    for node in ast.walk(tree(path)):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            parts = node.args if name_of(node) in ("tr", "Title") or _has_twin(node.args) else []
            parts = parts or (node.args[EXAMPLES_OF_PHRASE] if name_of(node) == "Phrase" else [])
        elif isinstance(node, ast.Tuple):
            parts = node.elts if _has_twin(node.elts) else []
        elif isinstance(node, ast.Dict):
            parts = [key for key, value in zip(node.keys, node.values, strict=True) if key and _has_twin([value])]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.Assert):
            parts = [node.msg] if node.msg is not None else []
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            parts = node.exc.args if name_of(node.exc) in FOR_PROGRAMMERS else []
        found |= {id(inner) for part in parts for inner in ast.walk(part)}
    return frozenset(found)


def _has_twin(parts: list[ast.expr]) -> bool:
    return any(CHINESE.search(text_of(part) or "") for part in parts)


def without_markup(text: str) -> str:
    """What a reader sees of HTML, XML or CSS."""
    text = re.sub(r"<(style|script).*?(</\1>|$)", "", text, flags=re.S)
    text = re.sub(r"<[^>]*(>|$)", "", text)
    return "" if re.search(r"[\w-]+:[^;{}]+[;}]|[.#][\w-]+\{", text) else text


def test_both_texts_of_a_pair_are_there_and_fill_the_same_blanks() -> None:
    wrong = []
    for path, call in everywhere(ast.Call):
        if name_of(call) not in ("tr", "Title") or len(call.args) != 2:
            continue
        en, zh = (text_of(argument) for argument in call.args)
        if en is None or zh is None:
            first, second = (ast.unparse(argument) for argument in call.args)
            alike = first != second and first.replace(".en", ".zh") == second
            if not alike and first not in BY_NAME.get(path.relative_to(PACKAGE).as_posix(), ()):
                wrong.append(
                    f"{path.name}:{call.lineno}: a pair by names, {ast.unparse(call)[:60]}: say why in BY_NAME"
                )
        else:
            wrong += [f"{path.name}:{call.lineno}: {en!r} / {zh!r}: {why}" for why in faults(call, en, zh)]
    assert not wrong, "\n".join(wrong)


def faults(call: ast.Call, en: str, zh: str) -> Iterator[str]:
    if bool(en) != bool(zh) and zh not in SIGNS:
        yield "one of them is empty"
    if WORD.search(re.sub(r"\{[^}]*\}", "", en)) and zh not in SIGNS and not CHINESE.search(zh):
        yield "the second has no Chinese"
    if CHINESE.search(en) and en not in EXAMPLES:
        yield "the first has Chinese"
    if not isinstance(call.args[0], ast.JoinedStr) and blanks(en) != blanks(zh):
        yield "other names in braces"
    given = {keyword.arg for keyword in call.keywords} - {"_"}
    if name_of(call) == "tr" and given and None not in given and given != blanks(en):
        yield f"is filled with {sorted(map(str, given))}"


#: Where words are joined with a blank: parts of paths, of commands, numbers, drawn words, the words of a rule and the
#: cells of a document's row, no sentences.
BLANKS = {
    "scenarios/ways.py", "core/palette.py", "core/unit_words.py", "expressions/evidence.py", "expressions/syntax.py",
    "files/tree.py", "scenarios/guessed_words.py", "notebook/parameter_controls.py", "notebook/saving.py",
    "policies/reading.py", "report/document/bare.py", "report/page/chart_svg.py", "report/slides/deck.py",
}  # fmt: skip


def test_sentences_are_joined_as_the_language_does() -> None:
    """Chinese has no blank between sentences: `core.display.sentences` joins them."""
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant) and node.func.value.value == " "
    }  # fmt: skip
    assert found == BLANKS


def test_no_sentence_stands_outside_of_a_pair() -> None:
    lonely = [
        f"{path.name}:{node.lineno}: {node.value!r}"
        for path, node in everywhere(ast.Constant)
        if isinstance(node.value, str)
        and PROSE.search(without_markup(node.value))
        and not CHINESE.search(node.value)
        and node.value not in ALLOWED
        and not PLACE.fullmatch(node.value)
        and id(node) not in no_prose(path)
    ]
    assert not lonely, "use tr(en, zh) or Title(en, zh); if nobody reads it, say why in PLAIN:\n" + "\n".join(lonely)


def test_what_is_shown_comes_from_a_pair() -> None:
    """Also a single word: the arguments of what prints, raises, labels an axis or describes an option."""
    lonely = []
    for path, node in everywhere(ast.Call):
        name = name_of(node)
        place = SHOWING.get(name)
        shown = [node.args[place]] if place is not None and len(node.args) > place else []
        shown += [k.value for k in node.keywords if k.arg in SHOWN_BY_NAME and name not in ("tr", "Title")]
        for argument in shown:
            text = (text_of(argument) or "").replace("{}", "")
            if WORD.search(without_markup(text)) and text not in ALLOWED and id(argument) not in no_prose(path):
                lonely.append(f"{path.name}:{node.lineno}: {name}: {text!r}")
    assert not lonely, "\n".join(lonely)


#: Words that a Chinese reader of these schemes knows as they are.
KNOWN = {"KPI", "CCVMS", "CCVOD", "Visio", "document", "txt"}


def names_of(scheme: Scheme) -> set[str]:
    """What a file names itself, and a text of it may refer to: parameters, fields of grades, moves."""
    fields = [name for grade in scheme.grades for name in (*grade.fields, grade.id)]
    moves = [move.id for move in scheme.moves]
    return {word for name in (*scheme.parameters, *fields, *moves) for word in words_of(name)}


def words_of(name: str) -> list[str]:
    return re.split(r"[\W_\d]+", name)


def test_the_card_of_every_scheme_is_chinese() -> None:
    """Titles, tracks, units, values, remarks, notes and what is left out: each of them has its Chinese in the file."""
    use("zh")
    left = []
    files = {word for kind in ("scheme", "workforce") for entry in list_scenarios(kind) for word in words_of(entry.id)}
    for entry in list_scenarios("scheme"):
        scheme = load_scheme(entry.path)
        text = "\n".join(line for line in str(describe(scheme)).splitlines()[1:] if not line.startswith("来源"))
        odd = {word for word in WORD.findall(text) if word not in KNOWN} - names_of(scheme) - files
        left += [f"{entry.id}: {word}" for word in sorted(odd)]
    assert not left, "\n".join(left)


def test_the_card_of_every_scheme_is_english() -> None:
    use("en")
    found = {entry.id: CHINESE.findall(str(describe(entry.path))) for entry in list_scenarios("scheme")}
    assert not {name: signs for name, signs in found.items() if signs}


def test_studies_and_workforces_have_both_titles() -> None:
    for kind in ("study", "workforce"):
        for entry in list_scenarios(kind):
            assert CHINESE.search(entry.title.zh) and not CHINESE.search(entry.title.en), entry.path
    for entry in list_scenarios("workforce"):
        notes = load_workforce(entry.path).notes
        assert all(CHINESE.search(note.zh) and not CHINESE.search(note.en) for note in notes), entry.path


SHIPPED = [*sorted((ROOT / "scenarios").glob("*/*.yaml")), *sorted((PACKAGE / "data").glob("*.yaml"))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_head_of_a_shipped_file_says_in_both_languages_what_it_is(path: Path) -> None:
    lines = itertools.takewhile(lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines())
    head = [line for line in lines if "yaml-language-server" not in line]
    assert any(CHINESE.search(line) for line in head), "Chinese"
    assert any(PROSE.search(line) and not CHINESE.search(line) for line in head), "English"


@pytest.mark.parametrize("kind", ["scheme", "workforce", "study", "brief"])
def test_both_starting_files_are_the_same_file(kind: str) -> None:
    """`ladder-sim new` writes comments in the language in use; what they comment on is the same."""
    pair = [PACKAGE / "cli" / "templates" / f"{kind}.{language}.yaml" for language in ("en", "zh")]
    if not pair[0].exists():
        pytest.skip("no such starting file")
    english, chinese = (path.read_text(encoding="utf-8") for path in pair)
    trees = [YAML(typ="safe", pure=True).load(text) for text in (english, chinese)]
    assert list(trees[0]) == list(trees[1])
    assert kind == "brief" or trees[0] == trees[1], "a brief is written in one language, the others in both"
    said = [re.findall(r"(?:^|\s)# ?(.*)", text) for text in (english, chinese)]
    assert all(map(len, said)) and not any(CHINESE.search(line) for line in said[0])
    assert any(CHINESE.search(line) for line in said[1])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_of_its_own(path: Path) -> None:
    """What stands between the tags of a page comes from `tr`, both of whose texts stand in it, or from a value."""
    source = path.read_text(encoding="utf-8")
    for en, zh in re.findall(r'tr\("((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"', source):
        assert en and CHINESE.search(zh) and not CHINESE.search(en), (en, zh)
        assert blanks(en) == blanks(zh), (en, zh)
    shown = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(style|script).*?</\1>", " ", source, flags=re.S)
    assert not WORD.findall(re.sub(r"<[^>]*>|&\w+;", " ", shown))


@pytest.mark.parametrize(
    "name", ["README", *sorted(p.name[:-3] for p in (ROOT / "docs").glob("*.md") if ".zh." in p.name)]
)
def test_a_guide_and_its_twin_have_the_same_parts(name: str) -> None:
    """Headings by their depth, and blocks of code by their language and their commands."""
    home = ROOT if name == "README" else ROOT / "docs"
    base = name.removesuffix(".zh")
    texts = [(home / f"{base}{end}.md").read_text(encoding="utf-8") for end in ("", ".zh")]
    english, chinese = ([re.findall(r"^(#+) ", bare(text), re.M), commands(text)] for text in texts)
    assert english == chinese
    assert english[0] and CHINESE.search(texts[1])


def bare(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Of each block its language and its lines that are typed, without comments; choosing Chinese is left out."""
    found = []
    for mark, block in re.findall(r"^```(.*?)\n(.*?)^```$", text, re.M | re.S):
        lines = [line.partition("  #")[0].replace(" --lang zh", "").strip() for line in block.splitlines()]
        typed = [line for line in lines if re.match(r"(\$ )?(ladder-sim|make|source|conda|import|from) ", line)]
        found.append((mark, [re.split(r"\s{3,}", line)[0] for line in typed]))
    return found
