"""The gallery of schemes: a picture of each ladder and its card; pages of the site alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

import ladder_sim as ls
from ladder_sim.core.i18n import tr


def write(folder: Path, only: Sequence[str] = ()) -> list[str]:
    """Write the pages and pictures below `folder`, in the language in use; all schemes, or those in `only`.

    Returns
    -------
    The names of the pages within `folder`, the overview first.
    """
    mpl.use("Agg")
    place = folder / "schemes"
    place.mkdir(parents=True, exist_ok=True)
    found = [entry for entry in ls.list_scenarios("scheme") if not only or entry.id in only]
    for entry in found:
        scheme = ls.load_scheme(entry.path)
        axes = ls.plots.ladder(scheme)
        with mpl.rc_context({"svg.hashsalt": entry.id, "svg.fonttype": "path"}):
            axes.figure.savefig(place / f"{entry.id}.svg", metadata={"Date": None})
        plt.close(axes.figure)
        card = "".join(ls.describe(scheme)._repr_html_().splitlines())
        picture = tr("The ladder of this scheme", "本方案的晋升通道图")
        text = f"# {entry.title}\n\n![{picture}]({entry.id}.svg)\n\n{card}\n\n{_commands(entry.id)}"
        (place / f"{entry.id}.md").write_text(text, encoding="utf-8")
    lines = [
        tr("# Gallery of schemes", "# 方案图册"),
        "",
        _head(len(found)),
        "",
        '<div class="grid cards" markdown>',
        "",
    ]
    lines += [f"-   [![{entry.title}]({entry.id}.svg)]({entry.id}.md)\n\n    [{entry.title}]({entry.id}.md)\n"
              for entry in found]  # fmt: skip
    (place / "index.md").write_text("\n".join([*lines, "</div>", ""]), encoding="utf-8")
    return ["schemes/index.md", *(f"schemes/{entry.id}.md" for entry in found)]


def _head(count: int) -> str:
    return tr(
        "{count} schemes that come with the package, nearly all from published documents of companies; each card tells "
        "what its source states, what is assumed and what was left out. Files of your own that stand under "
        "`scenarios/schemes` are played in the same way.",
        "随软件附带的{count}个方案，几乎都来自公开的企业文件；每张卡片写明来源规定了什么、哪些是假设、哪些未纳入。"
        "放在 `scenarios/schemes` 下的自有文件用法相同。",
        count=count,
    )


def _commands(name: str) -> str:
    head = tr("Play it:", "运行：")
    return f"{head}\n\n```console\n$ ladder-sim run {name}\n$ ladder-sim explain {name}\n```\n"
