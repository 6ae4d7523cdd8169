"""The commands `fit` and `backtest`: a history fitted, or held against a forecast."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ladder_sim.cli.leaning import WIDE
from ladder_sim.cli.running import ready, wrote
from ladder_sim.cli.streams import print_json
from ladder_sim.cli.text import table
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signs import cut
from ladder_sim.core.writing import csv_text, write

if TYPE_CHECKING:
    from ladder_sim.history.fit import Fit, FitTable


def fit(options: argparse.Namespace) -> int:
    """Everything that a history tells, and the workforce file made of it."""
    made = _fitted(options, options.opened, dismissals=not options.rules_dismiss)
    if options.json:
        print_json(made.to_dict())
    else:
        print(_text(made.tables()))
        print("\n" + made.summary()[0])
    sys.stdout.flush()
    if options.check:
        checked = made.check()
        print(
            f"\n{tr('Observed beside simulated', '实际与模拟对照')}\n{_text(checked.tables())}\n\n{checked.sentence()}",
            file=sys.stderr if options.json else sys.stdout,
        )
    if options.out is not None:
        wrote(made.save(options.out, hashed=options.hash, force=options.force))
    return 0


def backtest(options: argparse.Namespace) -> int:
    """Observed beside foreseen, and the verdict."""
    ready(options.out, force=options.force)
    made = _fitted(options, options.opened).backtest(
        options.scheme, options.since, worlds=options.worlds, replications=options.replications, seed=options.seed
    )
    if options.json:
        print_json(made.to_dict())
    else:
        print(f"{_text(made.tables())}\n\n{made.sentence()}")
    sys.stdout.flush()
    if options.out is not None:
        wrote([made.save(options.out, force=options.force)])
    return 0


def _fitted(options: argparse.Namespace, opened: object, *, dismissals: bool = True) -> Fit:
    from ladder_sim.history.fitting import DRAFT, OrderNeeded, fit_history

    try:
        return fit_history(
            options.files, options.grades, start=opened, end=options.closed, based_on=options.based_on,  # type: ignore[arg-type]  # a day
            dismissals=dismissals, columns=options.columns, dates=options.dates, decimal=options.decimal,
            pay_per=options.pay_per, gap=options.gap, rehires=options.rehires, titles=options.titles,
            reached=options.reached, key_in=options.key_in,
        )  # fmt: skip
    except OrderNeeded as needed:
        if options.titles is not None:
            raise
        raise _drafted(needed.draft, DRAFT) from None


def _drafted(rows: Sequence[tuple[str, int, str]], name: str) -> LadderError:
    """Write the table of titles to fill in; the error that says so, for the order is not guessed."""
    said = tr("the files name {n} titles, and nothing in them says which is higher; this is not guessed",
              "文件中有{n}个职称，但没有说明高低；工具不作猜测", n=len(rows))  # fmt: skip
    try:
        write(name, csv_text([("title", "rows", "grade"), *rows]), new=True)
        said += tr(": fill in the column grade of {file}, then say --titles {file} --grades 'lowest<…<highest'",
                   "：请填写 {file} 的 grade 列，再写 --titles {file} --grades '最低<…<最高'", file=name)  # fmt: skip
    except FileExistsError:
        said += tr(": {file} is there already; say --titles {file} --grades 'lowest<…<highest'",
                   "：{file} 已存在；请写 --titles {file} --grades '最低<…<最高'", file=name)  # fmt: skip
    return LadderError(said)


def _text(tables: Sequence[FitTable]) -> str:
    """Tables for a terminal; of one column each row is a line."""
    blocks = []
    for _, title, columns, rows in tables:
        if len(columns) == 1:
            blocks.append("\n".join([title, *(f"  {row[0]}" for row in rows)]))
        else:
            blocks.append(f"{title}\n{table(columns, [[cut(cell, WIDE) for cell in row] for row in rows])}")
    return "\n\n".join(blocks)
