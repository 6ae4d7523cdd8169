"""Rules that can hardly be meant are listed as unsure and not written."""

from __future__ import annotations

import pytest

from ladder_sim.core.i18n import Title
from ladder_sim.policies.drafting import Draft, draft_of
from ladder_sim.policies.evidence import OF_A_POST
from ladder_sim.policies.plausible import (
    CONTRARY,
    ITS_WINDOW,
    ON_PROBATION,
    OUT_OF_RANGE,
    TURNED,
    VARIES,
    WHICH_STEP,
)
from ladder_sim.policies.reading import policy_text

ZH = "职级从低到高为：学徒、技工、技师、首席技师。\n\n技工晋升技师须任职满12个月。\n\n"
EN = (
    "The grades from lowest to highest: Junior Agent, Agent, Senior Agent, Chief Agent.\n\nAn Agent is "
    "promoted to Senior Agent after 12 months in the grade.\n\n"
)
DOUBTED = [
    (ZH + "技师晋升首席技师，客户满意度低于80%。", TURNED),
    (EN + "Promotion to Chief Agent: customer satisfaction below 80%.", TURNED),
    (ZH + "技师晋升首席技师，绩效考核得分高于120分。", OUT_OF_RANGE),
    (EN + "Promotion to Chief Agent needs an appraisal score above 120 points.", OUT_OF_RANGE),
    (ZH + "试用期内绩效低于50分的，解除劳动合同。", ON_PROBATION),
    (EN + "Staff on probation with an appraisal score below 50 points are dismissed.", ON_PROBATION),
    (ZH + "不同等级需要的工作经验要求是不同的。", VARIES),
    (ZH + "技工晋升技师须任职满24个月。", CONTRARY),
    (EN + "An Agent is promoted to Senior Agent after 24 months in the grade.", CONTRARY),
    (ZH + "想当名匠的人，晋升前须带教新人3名。", WHICH_STEP),
    (EN + "Would-be legends seeking promotion have coached three newcomers.", WHICH_STEP),
    ("# 客服专员说明书\n\n## 任职要求\n\n沟通能力：须具备良好的沟通能力。\n\n"
     "客服专员做得好的，可晋升为客服主管。\n", OF_A_POST),
    ("# The post of agent\n\n## Job requirements\n\nNeeds good communication skills.\n\n## Outlook\n\nAgent → Senior "
     "Agent → Supervisor\n", OF_A_POST),
]  # fmt: skip


def drafted(text: str) -> Draft:
    return draft_of(policy_text(text), "drafted")


@pytest.mark.parametrize(("text", "why"), DOUBTED)
def test_what_can_hardly_be_meant_is_unsure(text: str, why: Title) -> None:
    made = drafted(text)
    told = [each for each in made.sentences if each.status == "unsure"]
    assert made.problems == ()
    assert any(why.en in each.remark or why.zh in each.remark for each in told), [
        (each.text, each.status, each.remark) for each in made.sentences
    ]


WRITTEN = [
    ZH + "有下列情形之一的，不得晋升：\n1.受到书面警告；", ZH + "所有人员晋升前须带教新人1名。",
    EN + "Every candidate for promotion has coached one newcomer.",
    EN + "A warning in the last 12 months rules out promotion.",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_said_of_everybody_is_written_on_each_step(text: str) -> None:
    made = drafted(text)
    moves = [move for move in made.scheme.moves if move.kind == "promotion"]
    assert len(moves) == 3
    for move in moves:
        assert any("mentees" in each.test.text or "violation" in each.test.text for each in move.when), move.id


def test_a_number_that_is_the_window_is_no_mark() -> None:
    from ladder_sim.policies.plausible import implausible

    passage = policy_text("No more.").passages[0]
    assert implausible("total(violation, up_to(12)) <= 12", "demotion", passage, stepped=True) == ITS_WINDOW
    assert implausible("total(violation, up_to(12)) <= 2", "demotion", passage, stepped=True) is None
