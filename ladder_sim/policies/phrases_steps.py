"""Phrases about the ladder itself: who is covered, where newcomers begin, which steps there are, how a case goes."""

from __future__ import annotations

from ladder_sim.core.i18n import Title
from ladder_sim.policies.phrase import Phrase, PhraseGroups, PhraseWriting
from ladder_sim.policies.phrases_process import STAGE_WORDS, stage_called

_SCOPE = Title("Who is covered", "适用范围")
_ENTRY = Title("Where newcomers begin", "新员工起点")
_STEP = Title("The step", "晋升步骤")


def _stage(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    return stage_called(groups["what"])


STEPS = (
    Phrase(
        "scope", "scope", _SCOPE,
        (r"(?:本|这套|该)?(?:制度|办法|方案|流程|规定|手册|规范)?[^，。；]{0,6}?适用(?:于|范围|对象)",
         r"(?:applies|apply) to (?:all|every)|covers (?:all|every)"),
        lambda groups, text: PhraseWriting("scope", _SCOPE),
        (("本办法适用于客服部全体员工。", "scope"), ("This policy applies to all agents.", "scope")),
    ),
    Phrase(
        "entry", "entry", _ENTRY,
        (r"新(?:入职|进|招|聘)的?(?:客服)?(?:人员|员工)?|新员工|刚刚?(?:转正|入职|加入|毕业|参加工作)|无(?:需|"
         r"须)?(?:任何|相关|工作)*经验|入门级?|(?:职业|行业|岗位)的?起点|基层岗位",
         r"new (?:hires|staff|employees)|newcomers|newly hired|entry[- ]level"),
        lambda groups, text: PhraseWriting("entry", _ENTRY),
        (("新入职的员工从初级客服做起。", "entry"), ("Newcomers begin as junior agents.", "entry")),
    ),
    Phrase(
        "step_named", "step", _STEP,
        (r"逐级(?:晋升|晋级)|不(?:得|允许)?(?:越|跨)级|(?:晋升|晋级|提拔|选拔|升任|升级|竞聘)(?:为|至|到|成为|出)"
         r"?|成为(?:一名)?|"
         r"(?:晋升|中层|高层|基层|管理)职位|发展(?:为|成)",
         r"promoted to|promotion (?:to|from)|move up|one (?:grade|step) at a time|becom(?:e|ing) an?"),
        lambda groups, text: PhraseWriting("step", _STEP),
        (("高级客服可晋升为客服主管。", "step"), ("A senior agent can be promoted to supervisor.", "step")),
        ("promotion", "any"),
    ),
    Phrase(
        "stage_named", "stage", Title("a stage of the process, by its name", "流程环节（按名称）"),
        (r"(?P<what>" + STAGE_WORDS + ")",),
        _stage,
        (("初审后由部门负责人审批。", "approval"), ("The supervisor recommends, HR approves.", "approval")),
        ("promotion", "any"),
        process=True,
    ),
)  # fmt: skip
