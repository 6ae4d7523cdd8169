"""Files for those who use the app from elsewhere, who have no folder on the server: links that hold them."""

from __future__ import annotations

import base64
import io
import mimetypes
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.files.changes import diff
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.notebook.saving import save_variant
from ladder_sim.scenarios.loading import load_scheme

Writes = Callable[[Path], Sequence[Path]]


def link(name: str, content: bytes, kind: str) -> str:
    """A link, as HTML, by which a browser saves `content` under a name.

    Parameters
    ----------
    kind : the media type, such as ``application/zip``
    """
    held = base64.b64encode(content).decode("ascii")
    said = tr("Download {name}", "下载 {name}", name=name)
    return f'<a class="ls-download" download="{escape(name)}" href="data:{kind};base64,{held}">{escape(said)}</a>'


def zipped(name: str, write: Writes) -> str:
    """A link to an archive of all that `write` puts into the folder it is given, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ladder-sim-") as folder:
        return _archive(name, write(Path(folder)))


def _archive(name: str, paths: Sequence[Path]) -> str:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for path in paths:
            made.write(path, path.name)
    return link(name, archive.getvalue(), "application/zip")


def single_or_zipped(name: str, write: Writes) -> str:
    """A link to what `write` puts into the folder it is given: the file where it is one, else an archive of them."""
    with tempfile.TemporaryDirectory(prefix="ladder-sim-") as folder:
        paths = write(Path(folder))
        if len(paths) == 1:
            (path,) = paths
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return link(path.name, path.read_bytes(), kind)
        return _archive(name, paths)


def variant(scheme: Scheme, changed: Mapping[str, Value], name: str, text: str = "") -> list[str]:
    """A link to the file of a what-if, then what differs in it, line by line; `text` as of `save_variant`.

    Raises
    ------
    LadderError
        As `save_variant`.
    """
    with tempfile.TemporaryDirectory(prefix="ladder-sim-") as folder:
        path = save_variant(scheme, changed, name, Path(folder), text=text)
        lines = diff(load_scheme(text or scheme.file), load_scheme(path))
        return [link(f"{name}.yaml", path.read_bytes(), "text/yaml"), *lines]
