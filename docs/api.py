"""The pages of the public names, `docs/api.md` and `docs/api.zh.md`, made from the docstrings.

``python docs/api.py`` writes them anew; a test holds them against the code and runs the examples. What a name and an
argument mean in Chinese stands in `api_words.py`, where a test asks for every one of them.
"""

from __future__ import annotations

import importlib.util
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import ladder_sim

HERE = Path(__file__).resolve().parent
PAGES = {"en": HERE / "api.md", "zh": HERE / "api.zh.md"}


def _words() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api_words", HERE / "api_words.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WORDS = _words()


def entries() -> Iterator[tuple[str, Any]]:
    """Every public name and every public method of the public classes and modules, in the order of the pages."""
    for name in ladder_sim.__all__:
        value = getattr(ladder_sim, name)
        yield name, value
        if inspect.ismodule(value):
            yield from ((f"{name}.{below}", getattr(value, below)) for below in value.__all__)
        elif inspect.isclass(value) and name in WORDS.OPENED:
            for below, member in inspect.getmembers(value, lambda one: callable(one) or isinstance(one, property)):
                if (
                    not below.startswith("_")
                    and below not in WORDS.HIDDEN
                    and member.__doc__
                    and not inspect.isclass(member)
                ):
                    yield f"{name}.{below}", member


def parts(doc: str) -> tuple[str, dict[str, str]]:
    """What stands above the first section of a docstring, and the sections by title."""
    found = re.split(r"^(\w[\w ]*)\n-{3,}\n", inspect.cleandoc(doc), flags=re.M)
    return found[0].strip(), {title: text.rstrip() for title, text in zip(found[1::2], found[2::2], strict=True)}


def arguments(text: str) -> Iterator[tuple[str, str]]:
    """The names and meanings of a section of parameters."""
    for block in re.split(r"^(?=\S)", text, flags=re.M):
        name, sign, meaning = block.partition(":")
        if sign:
            yield name.strip(), " ".join(textwrap.dedent(meaning).split())


def signature(value: Any) -> str:
    """The names of the arguments with their defaults; '' of what is not called."""
    if isinstance(value, property) or not callable(value):
        return ""
    try:
        found = inspect.signature(value)
    except ValueError:
        return ""
    shown = [
        one.replace(annotation=inspect.Parameter.empty) for name, one in found.parameters.items() if name != "self"
    ]
    return str(found.replace(parameters=shown, return_annotation=inspect.Signature.empty))


def _entry(name: str, value: Any, zh: bool) -> list[str]:
    head, sections = parts(value.__doc__ or "")
    level = "###" if "." in name else "##"
    shown = "" if inspect.isclass(value) or inspect.ismodule(value) else signature(value)
    lines = [f"{level} `{name}{shown}`", "", chinese(name) if zh else head, ""]
    if not inspect.isclass(value):
        given = list(arguments(sections.get("Parameters", "")))
        lines += [f"- `{argument}`: {_chinese(name, argument) if zh else meaning}" for argument, meaning in given]
        lines += [""] if given else []
    if "Returns" in sections and not zh:
        lines += [f"Returns: {' '.join(sections['Returns'].split())}", ""]
    if "Raises" in sections:
        lines += [_raises(sections["Raises"], zh), ""]
    if "Examples" in sections:
        lines += ["```pycon", sections["Examples"].strip(), "```", ""]
    return lines


def _raises(text: str, zh: bool) -> str:
    """Which error there is, and when; numpydoc has the name on a line and below it the reasons."""
    error, _, reasons = inspect.cleandoc(text).partition("\n")
    if not zh:
        return f"Raises `{error}`: {' '.join(reasons.split())}"
    return f"错误：`{error}`，列出全部问题。" if error == "LadderError" else f"错误：`{error}`。"


def chinese(name: str) -> str:
    """What a name means: its own words, else those of every method of that name; '' where there are none."""
    return WORDS.NAMES.get(name) or WORDS.NAMES.get("." + name.rpartition(".")[2], "")


def _chinese(name: str, arguments_named: str) -> str:
    """What the arguments mean, which may be several in one entry."""
    found = dict.fromkeys(_chinese_argument(name, one.strip()) for one in arguments_named.split(","))
    return "；".join(found)


def _chinese_argument(name: str, argument: str) -> str:
    """What an argument means: its words for this name, else for the methods of this class, else for all of its name."""
    owner = name.rpartition(".")[0]
    keys = (f"{name}:{argument}", f"{owner}:{argument}", argument)
    return next((WORDS.ARGUMENTS[key] for key in keys if key in WORDS.ARGUMENTS), "")


def page(language: str) -> str:
    """The whole page."""
    zh = language == "zh"
    other = "[English](api.md)" if zh else "[中文](api.zh.md)"
    title, lead = WORDS.HEAD[language]
    lines = [f"# {title}", "", other, "", lead, ""]
    for name, value in entries():
        lines += _entry(name, value, zh)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def missing() -> list[str]:
    """The names and arguments that have no Chinese words yet."""
    lacking = []
    for name, value in entries():
        if not chinese(name):
            lacking.append(name)
        if not inspect.isclass(value):
            for argument, _ in arguments(parts(value.__doc__ or "")[1].get("Parameters", "")):
                lacking += [
                    f"{name}({one.strip()})" for one in argument.split(",") if not _chinese_argument(name, one.strip())
                ]
    return lacking


def main(write: Callable[[Path, str], object] = lambda path, text: path.write_text(text, encoding="utf-8")) -> None:
    """Write both pages."""
    for language, path in PAGES.items():
        write(path, page(language))


if __name__ == "__main__":
    main()
