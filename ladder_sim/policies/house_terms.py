"""The lines that tell how a move is done, read back: places, order, stages, pay, what follows."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.policies.said_back import SaidBack


def how_into(move: PlainForm, text: str, words: SaidBack) -> bool:
    """Put what a line says into a move; whether it was read.

    Parameters
    ----------
    text : a line of `analysis.rule_text.moves.how_lines`
    """
    return (
        _places(move, text, words)
        or _pay(move, text, words)
        or _follows(move, text, words)
        or _stage(move, text, words)
    )


def _places(move: PlainForm, text: str, words: SaidBack) -> bool:
    """Seats, order, who applies."""
    if text == tr("when a seat is open", "有空缺时") or text.endswith(tr(": when a seat is open", "：有空缺时")):
        return True
    if text == tr("without regard to seats", "不受编制限制"):
        move["seats"] = "unlimited"
        return True
    for pattern, value in (
        (tr(r"at most (?P<n>[\d.]+)% of the grade a review.*", r"每次至多本级的(?P<n>[\d.]+)%.*"), "{n}% of grade"),
        (
            tr(r"at most (?P<n>[\d.]+)% of the eligible a review.*", r"每次至多符合条件者的(?P<n>[\d.]+)%.*"),
            "{n}% of eligible",
        ),
        (
            tr(r"(?P<n>[\d.]+)% of the openings, given out in turn.*", r"空缺的(?P<n>[\d.]+)%（依次分配）.*"),
            "{n}% of openings",
        ),
        (tr(r"at most (?P<n>\d+) a review", r"每次至多(?P<n>\d+)人"), "{n}"),
    ):
        found = re.fullmatch(pattern, text)
        if found:
            told = value.format(n=found["n"])
            move["seats"] = int(told) if told.isdigit() else told
            return True
    order = re.fullmatch(tr(r"first by (?P<x>.+)", r"按(?P<x>.+)择优"), text)
    read = words.rule(order["x"]) if order else None
    if read is not None:
        move["order"] = read
        return True
    share = re.fullmatch(tr(r"who applies: (?P<n>[\d.]+)%", r"申请比例：(?P<n>[\d.]+)%"), text)
    if share:
        move["apply"] = float(share["n"]) / 100
    return share is not None


def _pay(move: PlainForm, text: str, words: SaidBack) -> bool:
    """Base pay afterwards, and what is paid once."""
    if text == tr("base pay kept", "基本工资不变"):
        move["pay"] = "keep"
        return True
    between = re.fullmatch(
        tr(
            r"base pay raised by (?P<a>[\d,.]+)(?: to (?P<b>[\d,.]+))?",
            r"基本工资上调(?P<a>[\d,.]+)(?:至(?P<b>[\d,.]+))?",
        ),
        text,
    )
    if between:
        low, high = between["a"].replace(",", ""), (between["b"] or "").replace(",", "")
        move["pay"] = {"raise": f"{low}..{high}" if high else float(low)}
        return True
    for key, pattern in (("pay", tr(r"base pay becomes (?P<x>.+)", r"基本工资调为(?P<x>.+)")),
                         ("award", tr(r"(?:award|separation pay): (?P<x>.+)",
                          r"(?:一次性奖励|离职补偿)：(?P<x>.+)"))):  # fmt: skip
        found = re.fullmatch(pattern, text)
        read = words.rule(found["x"]) if found else None
        if read is not None:
            move[key] = read
            return True
    return False


def _follows(move: PlainForm, text: str, words: SaidBack) -> bool:
    """When it takes effect, and the probation that follows."""
    after = re.fullmatch(tr(r"takes effect (?P<n>\d+) months later", r"(?P<n>\d+)个月后生效"), text)
    if after:
        move["after"] = f"{after['n']} months"
        return True
    trial = re.fullmatch(tr(r"(?:a month|(?P<n>\d+) months) on probation(?:, confirmed if (?P<c>.+), otherwise "
                            r"(?P<o>.+))?",
                            r"试用(?P<n>\d+)个月(?:，合格条件：(?P<c>.+)，否则(?P<o>.+))?"), text)  # fmt: skip
    if trial is None:
        return False
    form: PlainForm = {"months": int(trial["n"] or 1)}
    confirm = words.rule(trial["c"]) if trial["c"] else None
    if trial["c"] and confirm is None:
        return False
    if confirm is not None:
        ends = {tr("leaves", "离职"): "exit", tr("stays", "留任"): "stay", tr("one grade lower", "降一级"): "lower"}
        form |= {"confirm": confirm, "otherwise": ends.get(trial["o"], "exit")}
    move["probation"] = form
    return True


def _stage(move: PlainForm, text: str, words: SaidBack) -> bool:
    """A stage of a case with what it asks; a detail that is not read makes the whole line unread."""
    opening = tr(" (", "（")
    at = len(text) if not text.endswith(tr(")", "）")) else _last_opening(text, opening)
    form: PlainForm = {"stage": f"stage_{len(move.get('stages', [])) + 1}", "title": text[:at]}
    for detail in re.split(tr("; ", "；"), text[at + len(opening) : -1]) if at < len(text) else []:
        if not _detail(form, detail, words):
            return False
    move.setdefault("stages", []).append(form)
    return True


def _last_opening(text: str, opening: str) -> int:
    """Where the bracket opens that a text ends with."""
    level = 0
    for at in range(len(text) - 1, -1, -1):
        level += (text[at] in ")）") - (text[at] in "(（")
        if level == 0:
            return at - len(opening) + 1
    return len(text)


def _detail(form: PlainForm, text: str, words: SaidBack) -> bool:
    for pattern, keys in (
        (tr(r"(?P<n>[\d.]+) working days", r"(?P<n>[\d.]+)个工作日"), ("days",)),
        (tr(r"(?P<n>[\d.]+)% pass", r"通过率(?P<n>[\d.]+)%"), ("pass", "share")),
        (tr(r"(?P<n>[\d.]+)% objections", r"异议率(?P<n>[\d.]+)%"), ("objection", "share")),
        (tr(r"(?P<n>[\d.]+)% of those who fail may retake", r"未通过者(?P<n>[\d.]+)%可补考"), ("kept", "share")),
    ):
        found = re.fullmatch(pattern, text)
        if found:
            form[keys[0]] = float(found["n"]) / (100 if "share" in keys else 1)
            return True
    mark = re.fullmatch(tr(r"(?P<x>.+) at least (?P<n>[\d,.]+)", r"(?P<x>.+)不低于(?P<n>[\d,.]+)"), text)
    score = words.rule(mark["x"]) if mark else None
    if mark and score is not None:
        form |= {"score": score, "at_least": float(mark["n"].replace(",", ""))}
        return True
    again = re.fullmatch(
        tr(r"(?P<n>\d+) retakes, after (?P<m>\d+) months", r"可补考(?P<n>\d+)次，间隔(?P<m>\d+)个月"), text
    )
    if again:
        form |= {"retakes": int(again["n"]), "retake_after": f"{again['m']} months"}
        return True
    monthly = re.fullmatch(tr(r"(?P<n>\d+) cases a month", r"每月(?P<n>\d+)人次"), text)
    if monthly:
        form["capacity"] = f"{monthly['n']} a month"
        return True
    fails = {tr("who fails leaves", "未通过者离职"): "exit", tr("who fails goes one grade lower",
        "未通过者降一级"): "lower",
             tr("who fails goes back to the grade before", "未通过者回到原职级"): "before"}  # fmt: skip
    if text in fails:
        form["fails_to"] = fails[text]
    return text in fails
