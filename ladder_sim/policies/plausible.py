"""Whether a rule that was read can be meant: what asks a promotion for bad results, or cannot be, is read wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ladder_sim.core.i18n import Title
from ladder_sim.policies.measured import OWN_SIGNALS
from ladder_sim.policies.phrase import FoundPhrase, MoveDirection
from ladder_sim.policies.source import Passage
from ladder_sim.scenarios.loading import load_vocabulary

TURNED = Title(
    "it would ask a promotion for what leads down, and the sentence does not say so",
    "按此读法，晋升反而要求较差的结果，原文未必此意",
)
OUT_OF_RANGE = Title("the number lies outside of what is measured", "该数值超出此指标的取值范围")
ITS_WINDOW = Title("the number may be the window and not the mark", "该数字可能是期间，而非标准")
ON_PROBATION = Title("said of people on probation alone", "仅针对试用期内人员")
WHICH_STEP = Title(
    "other conditions name their step, and neither this one nor its heading does",
    "其他条件写明所属职级，本条及其标题未写明",
)
CONTRARY = Title(
    "the same step is asked for two numbers of the same: one of them belongs to a grade that was not read",
    "同一步晋升出现两个不同要求：其中之一应属于未识别的职级",
)
VARIES = Title("it says that it differs, and not how much it is", "只说明有所不同，未写明具体要求")

_RESULT = re.compile(
    r"(?<![\w(])(?:mean\(|total\(|streak\(|lowest\()?(?P<name>\w+)(?:, (?:up_to\()?(?P<window>\d+)\)*)? "
    r"(?P<sign><=|>=|<|>|==) (?P<mark>[\d.]+)"
)
_VARIES = re.compile(
    r"(?:不同|各级?|每[一个级])[^，。；]{0,16}(?:不同|各异|有所?(?:区别|差异))|各不相同|因[^，。；]{1,8}而异|"
    r"\b(?:differs?|var(?:y|ies)) (?:by|with|from|between)\b",
    re.IGNORECASE,
)
#: What is said of everybody, whatever the step.
_OF_ALL = re.compile(
    r"所有|全体|各级|各[岗职星]|凡|任何|一律|每[一个]?[级次位名步]|均[须需应要]|都[须需应要]|共同|通用|通则|"
    r"(?:基本|一般|公共|必备|前提|总体)(?:条件|要求|资格)|不得|不予|不能|否决|取消|资格|"
    r"\b(?:all|every|each|any|anyone|everyone|everybody|nobody|no (?:one|employee|staff|agent)|whoever|general|"
    r"common|basic|whatever|regardless|not (?:be )?eligible|rules? out|may not|cannot|shall not|disqualif\w*|"
    r"on hold)\b",
    re.IGNORECASE,
)
#: A heading that names conditions and no grade: what stands right below it is asked on each step.
_HEAD_OF_ALL = re.compile(
    r"(?:员工|岗位|职级|等级|星级)?(?:晋升|晋级|评定|升级|升星|晋星|申报|参评)?的?(?:条件|要求|标准|资格)|晋升|晋级|promotions?|"
    r"(?:the )?(?:promotion )?(?:conditions|requirements|criteria|rules)(?: (?:for|of) promotions?)?",
    re.IGNORECASE,
)
#: Phrases that say by themselves that they hold on each step.
_EVERYWHERE = frozenset({"again", "since_promotion", "attempts", "off_probation", "barred"})


def implausible(value: str, direction: MoveDirection, passage: Passage, *, stepped: bool) -> Title | None:
    """Why a condition can hardly be meant; None where it can.

    Parameters
    ----------
    value : the condition
    stepped : it belongs to a step of its own
    """
    if _VARIES.search(passage.text) and not re.search(r"\d", value):
        return VARIES
    if direction == "dismissal" and re.search("试用期|on probation", passage.text) and not stepped:
        return ON_PROBATION
    up = direction in ("promotion", "any") and passage.kind != "cell"
    for found in _RESULT.finditer(value):
        why = _of_result(found, up=up)
        if why is not None:
            return why
    return TURNED if up and value.startswith("rank_from_bottom(") else None


def _of_result(found: re.Match[str], *, up: bool) -> Title | None:
    signal, own = load_vocabulary().signals.get(found["name"]), OWN_SIGNALS.get(found["name"], {})
    better = own.get("better") if signal is None else signal.better
    mark, low, high = float(found["mark"]), found["sign"].startswith("<"), found["sign"].startswith(">")
    counted = found.group().startswith("total(")
    if counted and found["window"] == found["mark"] and mark > 3:
        return ITS_WINDOW
    if not counted and signal is not None and signal.high is not None and mark > signal.high:
        return OUT_OF_RANGE
    if up and ((better == "high" and low) or (better == "low" and high and mark > 0)):
        return TURNED
    return None


def names_no_step(found: FoundPhrase, passage: Passage) -> bool:
    """Whether a condition without a step is said of nobody in particular, where others name their steps."""
    if found.phrase.id in _EVERYWHERE or passage.kind == "cell" or not _OF_ONE.match(found.written.value):
        return False
    if passage.headings and _HEAD_OF_ALL.fullmatch(passage.headings[-1].strip()):
        return False
    return not any(_OF_ALL.search(text) for text in (passage.text, *passage.headings[-2:]))


#: What is asked with a number of its own on each step: another step asks for more.
_OF_ONE = re.compile(
    r"(?:months_in_grade|months_employed|career_months|mentees|certificates|education) |percentile\(|rank\("
)
#: What one step asks for once alone.
_ONCE = re.compile(r"(?:months_in_grade|months_employed|career_months|mentees|certificates|education) >= \w+")


def asked_once(values: Iterable[str]) -> set[str]:
    """What is asked with several numbers that one step can ask for once alone: the names of the measures."""
    told: dict[str, set[str]] = {}
    for value in values:
        if _ONCE.fullmatch(value):
            told.setdefault(value.split()[0], set()).add(value)
    return {name for name, all_of_it in told.items() if len(all_of_it) > 1}
