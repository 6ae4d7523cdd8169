"""A desk as a file and as the end of a link: JSON, and the same made short."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.forms import DESK_FORMAT, LARGEST
from ladder_sim.desk.history import DeskHistory
from ladder_sim.desk.state import Candidate, DeskState, SchemeSheet

#: How a link's end begins; behind it stands the state.
LINK = "#desk="
#: Characters of a link that mail and chat pass on whole.
LONGEST_LINK = 8_000


def written(history: DeskHistory) -> str:
    """A desk with its history as the text of a file; what has its usual value is left out.

    Of a desk that would be larger than a desk's file may be, the oldest steps are left out.
    """
    return json.dumps(_whole(_bounded(history)), ensure_ascii=False, indent=1) + "\n"


def kept(history: DeskHistory) -> str:
    """A desk with its history as a browser keeps it: the same file made short."""
    return _short(_whole(_bounded(history)))


def _bounded(history: DeskHistory) -> DeskHistory:
    """The history with as many of its steps as a file may hold, the nearest ones."""
    while (history.past or history.future) and len(json.dumps(_whole(history), indent=1)) > LARGEST:
        history = replace(history, past=history.past[(len(history.past) + 1) // 2 :], future=())
    return history


def link(state: DeskState) -> str:
    """The end of an address that opens a state, such as ``#desk=eJx…``.

    Raises
    ------
    LadderError
        The link would be too long to be passed on.
    """
    made = LINK + _short({"desk": DESK_FORMAT, "language": state.language, "now": _state(state)})
    if len(made) > LONGEST_LINK:
        raise LadderError(tr(
            "the link would have {n} characters, more than mail and chat pass on; download the desk as a file instead",
            "链接长达{n}个字符，邮件和聊天工具无法完整传送；请改为下载工作台文件", n=len(made)))  # fmt: skip
    return made


def _short(data: JsonObject) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode("ascii").rstrip("=")


def _whole(history: DeskHistory) -> JsonObject:
    texts = {text: at for at, text in enumerate(dict.fromkeys(_texts(history)))}
    more: JsonObject = {
        "past": [_state(one, texts) for one in history.past],
        "future": [_state(one, texts) for one in history.future],
        "versions": [{"name": one.name, "state": _state(one.state, texts)} for one in history.versions],
        "texts": list(texts), "draft": history.draft,
    }  # fmt: skip
    head: JsonObject = {"desk": DESK_FORMAT, "language": history.now.language, "now": _state(history.now, texts)}
    return head | _filled(more)


def _texts(history: DeskHistory) -> Iterator[str]:
    """The text of every scheme of one's own in every state; most states have the same."""
    for state in (history.now, *history.past, *history.future, *(one.state for one in history.versions)):
        yield from state.texts.values()


def _filled(data: JsonObject) -> JsonObject:
    return {key: value for key, value in data.items() if value not in ({}, [], "", None, False)}


def _state(state: DeskState, texts: Mapping[str, int] | None = None) -> JsonObject:
    """A state; where `texts` has the places of texts, it names them by these."""
    own: JsonObject = dict(state.texts) if texts is None else {name: texts[text] for name, text in state.texts.items()}
    more: JsonObject = {
        "sheets": {name: _sheet(one) for name, one in state.sheets.items()},
        "settings": {name: one.changed for name, one in state.settings.items()},
        "together": state.together, "texts": own,
    }  # fmt: skip
    return {"scheme": state.scheme, "people": state.people} | _filled(more)


def _sheet(sheet: SchemeSheet) -> JsonObject:
    return _filled({
        "changed": dict(sheet.changed), "baseline": None if sheet.baseline is None else _candidate(sheet.baseline),
        "beside": [_candidate(one) for one in sheet.beside], "move": sheet.move,
    })  # fmt: skip


def _candidate(candidate: Candidate) -> JsonObject:
    more: JsonObject = {"changed": dict(candidate.changed), "settings": candidate.settings.changed}
    return {"scheme": candidate.scheme} | _filled(more)
