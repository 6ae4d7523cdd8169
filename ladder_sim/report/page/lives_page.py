"""Lives under two schemes as a page: winners and losers, then single lives, each with its picture."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

from ladder_sim.biography.life import Life
from ladder_sim.biography.living import KINDS, Lives
from ladder_sim.biography.winning import Prize
from ladder_sim.charts.two_lives import life_picture
from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.i18n import tr
from ladder_sim.core.writing import fill
from ladder_sim.report.formats import folder_of
from ladder_sim.report.page.page import inline
from ladder_sim.report.page.plain_page import plain_page

PAGE = "lives.html"


def save_lives(
    found: Lives, folder: str | os.PathLike[str], people: Sequence[int | str] = (), *, replication: int = 0,
    prize: Prize = "pay", by: str = "grade", force: bool = False,
) -> list[Path]:  # fmt: skip
    """Write the page and the pictures; see `Lives.save`."""
    place = Path(os.fspath(folder))
    folder_of(place, lambda _: tr("write save({folder!r})", "请写作 save({folder!r})",
                                  folder=str(place.with_suffix(""))))  # fmt: skip
    told = lives_told(found, people, replication)
    text = lives_page(found, told, prize, by)
    puts: dict[str, Callable[[Path], object]] = {PAGE: lambda path: path.write_text(text, encoding="utf-8")}
    for life in told.values():
        puts[picture_name(life)] = partial(_draw, life)
    return fill(place, puts, force=force)


def lives_told(found: Lives, people: Sequence[int | str], replication: int) -> Mapping[str, Life]:
    """The lives of a page by what each is told for: those asked for, or those that teach most.

    Of real people nobody's life is told who was not asked for.
    """
    if people:
        asked = [found.person(person, replication) for person in people]
        return {life.head(): life for life in asked}
    if found.workforce.people.roster is not None:
        return {}
    return {str(KINDS[name]): life for name, life in found.chosen().items()}


def picture_name(life: Life) -> str:
    """The file of a life's picture."""
    return f"life-{life.person}-{life.replication}.png"


def _draw(life: Life, path: Path) -> None:
    life_picture(life).savefig(path, format="png")


def lives_page(found: Lives, told: Mapping[str, Life], prize: Prize, by: str) -> str:
    """The page as one HTML text, in the language in use."""
    title = tr("The same people under {a} and {b}", "同一批人员在“{a}”与“{b}”下的经历", a=found.first.title,
               b=found.second.title)  # fmt: skip
    columns = tuple(found.columns(prize))
    tables = [("winners", tr("Winners and losers", "受益与受损"), columns, found.rows(prize, by=by))]
    lives = "".join(_life(name, life, i) for i, (name, life) in enumerate(told.items()))
    if not told:
        lives = _paragraph(tr("Of the people of a list a single life is told only of who is asked for by number or"
                              " key.", "对花名册人员，只列按编号或工号指定的个人经历。"))  # fmt: skip
    page = plain_page(title, found.summary(prize)[0], "", tables)
    more = f"{lives}{_paragraph(found.provenance)}"
    return page.replace("\n</main>", f"{more}\n</main>", 1)


def _life(name: str, life: Life, number: int) -> str:
    """One life: what it is told for, the picture, its dates, and where the two part."""
    picture = inline(life_picture(life), f"life{number}", sentences(*life.told()))
    columns = (tr("date", "日期"), *map(str, life.titles))
    head = life.head()
    said = "" if head == name else _paragraph(head)
    told = "".join(map(_paragraph, life.told()))
    return (f'<section><h2>{escape(name)}</h2>{said}<div class="wide">{picture}</div><div class="wide" role="group"'
            f' tabindex="0" aria-label="{escape(head)}">{table_html(columns, life.rows(), caption=head)}</div>{told}'
            "</section>")  # fmt: skip


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
