"""`say`: a rule in words, in both languages, the same words as on the card; what is wrong has its column."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from frames import complete
from guides import phrase_book
from ruamel.yaml import YAML
from scenes import scheme_of

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import speaking

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DESK = """
title: {en: Desk, zh: 服务台}
parameters: {bar: 80}
ladder:
  desk:
    junior: {title: {en: Junior, zh: 初级}, base: 3000, baseline: 60}
    senior: {title: {en: Senior, zh: 高级}, base: 4000, baseline: 70}
entry: junior
reviews: {monthly: {every: month}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: ["mean(kpi, 6) >= bar"], award: new.base - base}]
"""


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> ls.Scheme:
    path = tmp_path_factory.mktemp("say") / "frame.yaml"
    YAML().dump(complete("scheme", {}), text := io.StringIO())
    path.write_text(text.getvalue(), encoding="utf-8")
    return ls.load_scheme(path)


@pytest.mark.parametrize("rule", [phrase for phrase, kind in phrase_book().items() if kind == "rule"])
def test_every_rule_of_the_book_can_be_said(rule: str, frame: ls.Scheme) -> None:
    words = ls.say(rule, frame)
    assert CHINESE.search(words.zh) and not CHINESE.search(words.en)
    assert words.en != rule and "_" not in words.en + words.zh


@pytest.mark.parametrize(
    ("rule", "en", "zh"),
    [
        ("mean(kpi, 3) >= 80", "mean of KPI score over the last 3 months ≥ 80", "近3个月绩效得分的均值 ≥ 80"),
        (
            "12 if education >= college else 24 if certificates > 1 else 36",
            "12 if Education ≥ junior college\n24 if Job certificates > 1\notherwise 36",
            "若学历 ≥ 大专：12\n若职业证书 > 1：24\n其余：36",
        ),
    ],
)
def test_a_rule_in_words(rule: str, en: str, zh: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ls.say(rule)
    assert (words.en, words.zh) == (en, zh)
    with speaking("zh"):
        assert str(words) == zh
    assert main(["say", rule]) == 0
    assert capsys.readouterr().out == f"{en}\n{zh}\n"  # the language in use chooses nothing: both are asked for
    with speaking("en"):
        assert main(["say", rule, "--lang", "zh"]) == 0
    assert capsys.readouterr().out == f"{zh}\n"


def test_names_and_numbers_of_a_scheme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = scheme_of(tmp_path, DESK)
    assert ls.say("kpi >= bar", desk).zh == "绩效得分 ≥ 80"
    assert ls.say("grade == senior", desk).zh == "职级为高级"
    assert ls.say("new.base - base", desk, move="up").en == "4,000 − base pay"
    for language in ("en", "zh"):
        with speaking(language):
            assert str(ls.say("mean(kpi, 6) >= bar", desk)) in str(ls.describe(desk))
    assert main(["say", "kpi >= bar", "--scheme", desk.file, "--set", "bar=90", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"] == [
        {"rule": "kpi >= bar", "en": "KPI score ≥ 90", "zh": "绩效得分 ≥ 90"}
    ]


def test_what_is_wrong_is_said_at_once_with_its_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with speaking("en"):
        assert main(["say", "kpi >= 3 and kpy > 2", "barrier > 2", "mean(kpi"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == ("rule:1:14: unknown name 'kpy'; did you mean 'kpi'? If not: declare it in the scheme, under "
                       "attributes or signals")  # fmt: skip
    assert told[1].startswith("rule:1:1: unknown name 'barrier'") and "declare it in the workforce" in told[1]
    assert "grades, parameters and scores belong to a scheme; name it: --scheme FILE" in told[2]
    assert told[3].startswith("rule:1:") and "a bracket is not closed" in told[3] and len(told) == 4
    desk = scheme_of(tmp_path, DESK)
    with pytest.raises(ls.LadderError, match=r"no move 'upp'; did you mean 'up'\?"), speaking("en"):
        ls.say("base", desk, move="upp")
    with pytest.raises(ls.LadderError, match="unknown scheme 'nowhere'"), speaking("en"):
        ls.say("base", "nowhere")
    with speaking("en"):
        assert main(["say", "kpi", "--move", "up"]) == 1
    assert "--move and --set belong to a scheme" in capsys.readouterr().err
