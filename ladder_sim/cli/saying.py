"""The command `say`: rules in words."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ladder_sim.analysis.saying import say as told
from ladder_sim.cli.streams import print_json
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import LANGUAGES, Language, Title, tr
from ladder_sim.core.problems import LadderError, Problem
from ladder_sim.scenarios.loading import load_scheme


def say(options: argparse.Namespace) -> int:
    """Each rule in both languages, or in the one asked for; what is wrong with all of them at once.

    Raises
    ------
    LadderError
        A rule is wrong, the scheme cannot be read, or an option of a scheme is given without one.
    """
    if options.scheme is None and (options.move is not None or options.settings):
        raise LadderError(tr("--move and --set belong to a scheme; name it: --scheme FILE",
                             "--move 和 --set 针对某个方案；请指明方案：--scheme FILE"))  # fmt: skip
    scheme = None if options.scheme is None else load_scheme(options.scheme)
    if scheme is not None and options.settings:
        scheme = scheme.with_(**dict(options.settings))
    found: list[tuple[str, Title]] = []
    problems: list[Problem] = []
    for rule in options.rules:
        try:
            found.append((rule, told(rule, scheme, move=options.move)))
        except LadderError as error:
            problems += error.problems
    if problems:
        raise LadderError(dict.fromkeys(problems))
    if options.json:
        rules = [{"rule": rule} | {word: words.of(word) for word in LANGUAGES} for rule, words in found]
        print_json({"format": JSON_FORMAT, "rules": rules})
        return 0
    languages: Sequence[Language] = [options.lang] if hasattr(options, "lang") else LANGUAGES
    print("\n\n".join(_shown(rule, words, languages, len(found) > 1) for rule, words in found))
    return 0


def _shown(rule: str, words: Title, languages: Sequence[Language], named: bool) -> str:
    lines = [rule] if named else []
    return "\n".join([*lines, *(words.of(language) for language in languages)])
