"""A desk read from a file or from the end of a link; everything that is wrong with it at once."""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ladder_sim.core.i18n import language, tr
from ladder_sim.core.problems import LadderError, Place, Problem, Problems, nearest
from ladder_sim.desk.book import DeskBook
from ladder_sim.desk.forms import LARGEST, CandidateForm, DeskForm, SettingsForm, SheetForm, StateForm
from ladder_sim.desk.history import DeskHistory, Version
from ladder_sim.desk.state import Candidate, Changed, DeskState, SchemeSheet, changed_of
from ladder_sim.desk.workforce_settings import LEAVING, PLANS, WorkforceSettings
from ladder_sim.desk.written import LINK
from ladder_sim.files import parse_tree, read_text, shown_path
from ladder_sim.files.validate import validate
from ladder_sim.model.assumptions import Value
from ladder_sim.model.expression import Parameter


def read_file(path: str | Path) -> DeskHistory:
    """A desk from its file. Raises `LadderError` with everything that is wrong."""
    problems = Problems()
    text = read_text(Path(path), problems)
    problems.raise_if_any()
    assert text is not None  # or something was wrong
    return read(text, shown_path(Path(path)))


def read_upload(content: bytes, file: str) -> DeskHistory:
    """A desk from the bytes of a file that was uploaded; `file` is its name. Raises `LadderError`."""
    _check_size(len(content), file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said = tr("is no text in UTF-8; choose a file that 'Link and file of this desk' gave",
                  "不是 UTF-8 文本；请选择由“本工作台的链接和文件”下载的文件")  # fmt: skip
        raise LadderError([Problem(Place(file), said)]) from error
    return read(text, file)


def _check_size(size: int, file: str) -> None:
    if size > LARGEST:
        said = tr("has more than {n} kB, and no desk does", "超过{n} kB，不是工作台文件", n=LARGEST // 1000)
        raise LadderError([Problem(Place(file), said)])


def read(text: str, file: str) -> DeskHistory:
    """A desk from the text of a file; `file` is what messages call it. Raises `LadderError`."""
    _check_size(len(text.encode()), file)
    problems = Problems()
    tree = parse_tree(text, file, problems)
    if tree is not None and "desk" not in tree.value:
        said = tr(
            "is no desk; 'Link and file of this desk' gives one",
            "不是工作台文件；请使用“本工作台的链接和文件”下载的文件",
        )
        raise LadderError([Problem(Place(file), said)])
    fitted = None if tree is None else validate(DeskForm, tree, problems)
    if fitted is not None:
        problems.errors += [Problem(Place(file, where=where), said) for where, said in _unknown(fitted[0])]
    problems.raise_if_any()
    assert fitted is not None  # or something was wrong
    return _history(fitted[0])


def read_link(end: str) -> DeskHistory:
    """A desk from the end of a link, or from what a browser has kept. Raises `LadderError`."""
    name = tr("the link", "链接")
    short = end.partition(LINK)[2] if LINK in end else end.lstrip("#")
    try:
        packed = base64.b64decode(short + "=" * (-len(short) % 4), altchars=b"-_", validate=True)
        unfold = zlib.decompressobj()
        text = unfold.decompress(packed, LARGEST).decode()
        whole = unfold.eof
    except (binascii.Error, ValueError, zlib.error) as error:  # UnicodeDecodeError is a ValueError
        raise LadderError(_broken()) from error
    if not whole:
        raise LadderError(_broken())
    return read(text, name)


def _broken() -> str:
    return tr("the link is not whole; copy it again, or open the desk's file",
              "链接不完整；请重新复制，或打开工作台文件")  # fmt: skip


def check_fits(state: DeskState, book: DeskBook) -> None:
    """Load what a state names, and hold its values against it. Raises `LadderError` with everything that is wrong."""
    found: list[Problem] = []
    for people in (state.people, *state.settings):
        found += _loads(partial(book.workforce, people))
    for name in state.texts:
        found += _loads(partial(book.scheme, name, state.texts))
    for scheme, changed, where in _changes(state):
        wrong = _loads(partial(book.scheme, scheme, state.texts))
        found += wrong
        if not wrong:
            parameters = book.scheme(scheme, state.texts).parameters
            found += [Problem(Place(where=f"{where}.{name}"), said)
                      for name, value in changed if (said := misfit(name, value, parameters))]  # fmt: skip
    if found:
        raise LadderError(list(dict.fromkeys(found)))


def _loads(load: Callable[[], object]) -> list[Problem]:
    try:
        load()
    except LadderError as error:
        return list(error.problems)
    return []


def _changes(state: DeskState) -> Iterator[tuple[str, Changed, str]]:
    """Each scheme that a state names, with what is changed of it and where that stands."""
    yield state.scheme, (), "scheme"
    for name, sheet in state.sheets.items():
        yield name, sheet.changed, f"sheets.{name}.changed"
        for one in (*([sheet.baseline] if sheet.baseline else ()), *sheet.beside):
            yield one.scheme, one.changed, f"sheets.{name}.{one.scheme}.changed"


def misfit(name: str, value: Value, parameters: Mapping[str, Parameter]) -> str:
    """Why a value is none of a scheme's parameters, in words; '' where it is."""
    own = parameters.get(name)
    if own is None:
        said = tr("the scheme has no parameter '{name}'", "方案没有参数“{name}”", name=name)
        return said + nearest(name, parameters)
    if _kind(value) is not _kind(own.value):
        return tr("'{value}' is of another kind than the file's '{own}'", "“{value}”与文件中的“{own}”类型不同",
                  value=value, own=own.value)  # fmt: skip
    if isinstance(value, str):
        if not own.choices or value in own.choices:
            return ""
        said = tr("'{value}' is none of the choices", "“{value}”不在可选值中", value=value)
        return said + nearest(value, own.choices)
    if not math.isfinite(value):
        return tr("{value} is no number", "{value}不是数值", value=value)
    low, high = own.low, own.high
    if (low is not None and value < low) or (high is not None and value > high):
        return tr("{value} is outside {low} to {high}", "{value}超出{low}至{high}", value=value, low=low, high=high)
    return ""


def _kind(value: Value) -> type:
    return bool if isinstance(value, bool) else str if isinstance(value, str) else float


# --- from the form to the state ------------------------------------------------------------------------


def _unknown(form: DeskForm) -> Iterator[tuple[str, str]]:
    """Names of plans and patterns and places of texts that there are not, each with where it stands."""
    states = [("now", form.now), *((f"past[{i}]", one) for i, one in enumerate(form.past)),
              *((f"future[{i}]", one) for i, one in enumerate(form.future)),
              *((f"versions[{i}].state", one.state) for i, one in enumerate(form.versions))]  # fmt: skip
    for where, state in states:
        for name, at in state.texts.items():
            if isinstance(at, int) and at not in range(len(form.texts)):
                yield f"{where}.texts.{name}", tr("there is no text {n}", "没有序号为{n}的文本", n=at)
        for place, one in _all_settings(state):
            for key, value, names in (("hiring", one.hiring, PLANS), ("preset", one.preset, LEAVING)):
                if value is not None and value not in names:
                    said = tr("unknown '{value}'", "未知的“{value}”", value=value)
                    yield f"{where}.{place}.{key}", said + nearest(value, names)


def _all_settings(state: StateForm) -> Iterator[tuple[str, SettingsForm]]:
    yield from ((f"settings.{name}", one) for name, one in state.settings.items())
    for name, sheet in state.sheets.items():
        others: Iterable[CandidateForm] = (*([sheet.baseline] if sheet.baseline else ()), *sheet.beside)
        yield from ((f"sheets.{name}.{one.scheme}.settings", one.settings) for one in others)


def _history(form: DeskForm) -> DeskHistory:
    spoken, texts = form.language or language(), form.texts
    return DeskHistory(
        _state(form.now, spoken, texts), tuple(_state(one, spoken, texts) for one in form.past),
        tuple(_state(one, spoken, texts) for one in form.future),
        tuple(Version(one.name, _state(one.state, spoken, texts)) for one in form.versions), form.draft,
    )  # fmt: skip


def _state(form: StateForm, spoken: str, texts: Sequence[str]) -> DeskState:
    own = {name: texts[one] if isinstance(one, int) else one for name, one in form.texts.items()}
    settings = {name: _settings(one) for name, one in form.settings.items()}
    return DeskState(
        form.scheme, form.people, {name: _sheet(one) for name, one in form.sheets.items()},
        {name: one for name, one in settings.items() if one.changed}, form.together, own, spoken,
    )  # fmt: skip


def _sheet(form: SheetForm) -> SchemeSheet:
    baseline = None if form.baseline is None else _candidate(form.baseline)
    return SchemeSheet(changed_of(form.changed), baseline, tuple(_candidate(one) for one in form.beside), form.move)


def _candidate(form: CandidateForm) -> Candidate:
    return Candidate(form.scheme, changed_of(form.changed), _settings(form.settings))


def _settings(form: SettingsForm) -> WorkforceSettings:
    return WorkforceSettings(**form.model_dump(exclude_none=True))
