"""The options of kept work: where it is kept, and what of it to remove."""

from __future__ import annotations

import argparse

from ladder_sim.core.i18n import tr

STORE = "ladder-sim-store"  # the folder of --resume


def add_to_runs(made: argparse.ArgumentParser) -> None:
    """What a command that plays asks for."""
    made.add_argument("--store", metavar="DIR",
                      help=tr("keep finished work there, and take from there what is finished already, also after an"
                              " interruption",
                              "把已完成的模拟保存到该目录，已有的结果直接取用；中断后重新执行即可接着算"))  # fmt: skip
    made.add_argument("--resume", action="store_const", const=STORE, dest="store",
                      help=tr("the same in the folder {dir}", "同上，使用目录 {dir}", dir=STORE))  # fmt: skip


def add_folder(made: argparse.ArgumentParser) -> None:
    """What the command `store` asks for."""
    made.add_argument("folder", metavar="DIR", nargs="?", default=STORE,
                      help=tr("the folder of --store (default: {dir})", "--store 的目录（默认 {dir}）",
                              dir=STORE))  # fmt: skip
    made.add_argument("--clean", nargs="?", const="unusable", choices=("unusable", "all"),
                      help=tr("remove what cannot be used any more, or all of it",
                              "删除已无法使用的文件（unusable），或全部删除（all）"))  # fmt: skip
