"""Files that a visitor gives: small ones, in memory, on the disk for no longer than they are read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError

#: Bytes of a file that is uploaded; the server takes messages that are a little larger, and the app's template, which
#: has this number too, sends no larger file.
LARGEST_UPLOAD = 5_000_000
#: Signs of a file's name that are kept, from its end.
LONGEST_NAME = 60


def upload(text: str, accept: str, taken: Callable[[str, bytes], object]) -> Widget:
    """A button that takes one file.

    Parameters
    ----------
    accept : endings that are offered, such as ``.csv,.xlsx``
    taken : called with the file's name and bytes
    """
    made = widgets.FileUpload(accept=accept, description=text, tooltip=text)
    made.add_class("ls-button")

    def given(change: Widget) -> None:
        if not change["new"]:
            return
        (one,) = change["new"]
        content = bytes(one["content"])
        made.value = ()  # the same file can be given again, and is held once
        taken(str(one["name"]), content)

    made.observe(given, names="value")
    return made


def check_size(name: str, content: bytes) -> None:
    """Refuse a file that is larger than what is read. Raises `LadderError`."""
    if len(content) > LARGEST_UPLOAD:
        raise LadderError(tr("{name} has {got} MB; a file of {most} MB at most is read",
                             "{name}有{got} MB；文件不得超过{most} MB",
                             name=name, got=f"{len(content) / 1e6:.1f}", most=LARGEST_UPLOAD // 1_000_000))  # fmt: skip


@contextmanager
def on_disk(name: str, content: bytes) -> Iterator[Path]:
    """A file in a folder of its own, both gone afterwards, whatever happens.

    Parameters
    ----------
    name : as the visitor's computer has it; no folder of it is believed

    Raises
    ------
    LadderError
        It is larger than what is read.
    """
    check_size(name, content)
    last = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-LONGEST_NAME:]
    with tempfile.TemporaryDirectory(prefix="ladder-sim-upload-") as folder:
        path = Path(folder) / (last.lstrip(".") or "file")
        path.write_bytes(content)
        yield path
