"""What a status says: at work, on leave, under notice, not here yet, or left. A word that says none is not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.people.likeness import near
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

StandingId = Literal["at_work", "on_leave", "under_notice", "not_here_yet", "left"]

#: What each standing is called in reports.
TITLES: dict[StandingId, Title] = {
    "at_work": Title("at work", "在岗"),
    "on_leave": Title("on leave, at work", "休假，计入在岗"),
    "under_notice": Title("under notice, still at work", "已提离职，仍在岗"),
    "not_here_yet": Title("not here yet", "尚未入职"),
    "left": Title("left", "已离职"),
}
#: Standing -> words and parts of words. The first row that fits holds, so that “Resigned (notice given)” is under
#: notice and “Leave of absence” no leaver. A part in ``^…$`` must be the whole.
WORDS: tuple[tuple[StandingId, tuple[str, ...]], ...] = (
    ("left", ("leaver", "nolonger", "nonactive", "notemployed", "unemployed", "notworking", "exemployee")),
    ("under_notice", ("notice", "pendingterm", "pendingresign", "待离职", "拟离职", "离职中", "离职办理", "离职手续",
                      "办理中", "已提离职",
                      "提出离职", "离职申请", "离职交接")),
    ("not_here_yet", ("future", "offer", "tostart", "待入职", "未入职", "拟入职", "prehire", "notstarted")),
    ("on_leave", ("leave", "loa", "sabbatical", "maternity", "paternity", "parental", "furlough", "secondment",
                  "休假", "产假", "病假", "事假", "育儿假", "长假", "停薪留职", "借调", "请假", "哺乳")),
    ("at_work", ("^在职$", "在岗", "试用", "见习", "正式", "转正", "^正常$", "返聘", "rehire", "未离职",
                 "notterminated")),
    ("left", ("terminat", "resign", "left", "leaver", "former", "dismiss", "deceased", "died", "retire", "quit",
              "fired",
              "laidoff", "redundan", "separated", "inactive", "notactive", "exited", "contractended", "released",
              "discharged", "离职", "辞职", "辞退", "退休", "解除", "开除", "死亡", "去世", "终止", "已离", "离司",
              "除名",
              "身故", "离岗", "不在职", "非在职", "^terms?$", "^termd$")),
    ("at_work", ("active", "employed", "current", "working", "probation", "permanent", "regular", "在职", "fulltime",
                 "parttime", "全职", "兼职", "^a$", "^staff$", "^present$", "suspended", "confirmed")),
)  # fmt: skip
_KNOWN = tuple(dict.fromkeys(word.strip("^$") for _, words in WORDS for word in words))


def folded(word: Cell) -> str:
    """A status as it is compared: brackets stay, for they may turn it round."""
    return re.sub(r"[\s_\-:：()（）/,.]", "", unicodedata.normalize("NFKC", sheets.text(word))).casefold()


def standing(word: Cell, left: Sequence[str] = (), staying: Sequence[str] = ()) -> tuple[StandingId | None, str]:
    """What a status says, None where it says nothing; and the known word by whose likeness it was understood, or ''.

    Parameters
    ----------
    left, staying: the file's own words, which go first.
    """
    got = folded(word)
    if got in map(folded, left):
        return "left", ""
    if got in map(folded, staying):
        return "at_work", ""
    found = _of(got)
    if found is not None:
        return found, ""
    like = near(got, _KNOWN, least=85)
    return (None, "") if like is None else (_of(like), like)


def _of(got: str) -> StandingId | None:
    for standing_, words in WORDS:
        for word in words:
            bare = word.strip("^$")
            whole = word.startswith("^") and word.endswith("$")
            if got == bare or (not whole and (got.startswith(bare) if word.startswith("^") else bare in got)):
                return standing_
    return None
