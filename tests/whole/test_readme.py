"""The README's first hour, walked as written, in both languages; its other commands are those of the program."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from places import ROOT

from ladder_sim.cli import main
from ladder_sim.cli.arguments import parser
from ladder_sim.core import i18n

READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
SMALL = ("--months", "12", "--replications", "4")
FIRST_HOUR = {"en": ("## The first hour", "## Four nouns"), "zh": ("## 第一个小时", "## 基本概念")}


def blocks(text: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```", text, re.M | re.S)


def commands(text: str) -> list[list[str]]:
    lines = [line for block in blocks(text) for line in block.splitlines()]
    return [line.split()[1:] for line in lines if line.startswith("ladder-sim ")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("scenarios", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_hour(
    language: str, desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LADDER_SIM_LANG", language)
    monkeypatch.setattr(i18n, "_chosen", None)  # no test before this one has chosen
    start, end = FIRST_HOUR[language]
    text = READMES[language].read_text(encoding="utf-8").partition(start)[2].partition(end)[0]
    walked = commands(text)
    assert [given[0] for given in walked] == [
        "new",
        "check",
        "run",
        "compare",
        "explain",
        "trace",
        "compare",
        "compare",
    ]
    printed = ""
    for given in walked:
        small = SMALL if given[0] in ("run", "compare", "explain") else ()
        assert main([*given, *small]) == 0, given
        printed += capsys.readouterr().out
    mine = Path("scenarios/schemes/my-scheme.yaml")
    right = mine.read_text(encoding="utf-8")
    wrong = right.replace("seats: vacancy", "seat: vacancy").replace("mean(kpi, 3) < low", "mean(kpy, 3) < low")
    assert wrong.count("seat:") == 1 and wrong.count("kpy") == 1
    mine.write_text(wrong, encoding="utf-8")
    assert main(["check", str(mine)]) == 1
    caught = capsys.readouterr()
    printed += caught.out + caught.err
    promised = [
        line for block in blocks(text) for line in block.splitlines() if re.match(r"scenarios/.*:\d|Ann ", line)
    ]
    assert len(promised) == 4
    for line in promised:
        assert line in printed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_shown_exists(language: str) -> None:
    text = READMES[language].read_text(encoding="utf-8")
    known = set(re.findall(r"^    ([a-z][\w-]*)(?: |$)", parser().format_help(), re.M))
    shown = {given[0] for given in commands(text)}
    assert shown == known == {"list", "check", "run", "compare", "twin", "lives", "switch", "explain", "trace", "say",
                              "policy", "cover", "sweep",
                              "seek", "match", "fit", "backtest", "store", "upgrade", "schema", "new",
                              "report-problem", "frontier", "choose", "track", "verify", "diff",
                              "describe", "app"}  # fmt: skip
    targets = set(re.findall(r"\bmake ([a-z-]+)", text)) - {"virtual"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets and all(re.search(rf"^{target}:", makefile, re.M) for target in targets)
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links and all((ROOT / link).exists() for link in links)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_pictures_speak_its_language(language: str) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", READMES[language].read_text(encoding="utf-8"))
    assert pictures and all(picture.endswith(".zh.png") == (language == "zh") for picture in pictures)


def test_both_tell_the_same() -> None:
    english, chinese = (READMES[language].read_text(encoding="utf-8") for language in ("en", "zh"))
    assert english.count("\n## ") == chinese.count("\n## ")
    assert [block.count("\n") for block in blocks(english)] != []
    assert commands(english)[:7] == commands(chinese)[:7]
