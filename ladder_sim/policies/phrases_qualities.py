"""Phrases that ask for something without a number: qualities, results, experience, training."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import Title
from ladder_sim.policies.phrase import Phrase, PhraseGroups, PhraseWriting
from ladder_sim.policies.qualities import quality_of

_NO_MARK = Title("The document names no mark", "原文未写明标准：及格线为假设")
_NO_WINDOW = Title("The document names no window: the last year", "原文未写明期间：按最近一年")
_NO_SPAN = Title("The document names no span of time", "原文未写明年限：按通常年限")

#: What a rule is to bring about is not asked of anybody.
_RAISED = re.compile("(?:激发|调动|提高|提升|增强|促进|增加|体现|确保|保证|改善)[^，。；]{0,14}$")


def _quality(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    found = quality_of(groups["q"])
    before = text[: text.find(groups["q"])]
    if found is None or (_RAISED.search(before) and not re.search("不断|持续|自身|自我|自己", before[-12:])):
        return None
    left = _NO_MARK if "{" in found.asked else _NO_WINDOW if "up_to(12)" in found.asked else None
    return PhraseWriting(found.asked, found.title, left)


def _results(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    return PhraseWriting("mean(kpi, 6) >= {result}", Title("Good results", "工作表现与业绩"), _NO_MARK)


def _experience(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    if re.search(r"\d|[一二两三四五六七八九十半][个]?(?:年|月|季)", groups.get("n", "")):
        return None
    return PhraseWriting(
        "months_in_grade >= {service}", Title("Experience in the grade", "工作经验与任职年限"), _NO_SPAN
    )


def _training(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    return PhraseWriting(
        "total(training_course, up_to(12)) >= {courses}", Title("Courses attended", "参加培训"), _NO_MARK
    )


def _near_top(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    return PhraseWriting(
        "percentile(mean(kpi, 12), grade) >= 100 - {near_top}", Title("Near the top", "名列前茅"), _NO_MARK
    )


QUALITY = (
    Phrase(
        "near_top", "condition", Title("near the top", "名列前茅"),
        (
            r"(?:考评|考核|绩效|业绩|排名|评分|得分)[^，。；]{0,6}(?:名列前茅|位居前列|居前列|排名靠前)",
                r"(?:near|at) the top of (?:the|their) \w+"),
        _near_top,
        (("年度考评分名列前茅。", "percentile(mean(kpi, 12), grade) >= 100 - {near_top}"),
         ("Results are near the top of the grade.", "percentile(mean(kpi, 12), grade) >= 100 - {near_top}")),
        ("promotion", "any"),
        asking=True,
    ),
    Phrase(
        "good_results", "condition", Title("good results without a mark", "业绩要求（未写明标准）"),
        (r"(?:工作|业绩|绩效|日常|本职|岗位|个人)*(?:表现|业绩|绩效|成绩|成果|贡献)(?:上|方面|评估|考核|指标|"
         r"目标|达到|完成|结果)*"
         r"[^，。；,;\d]{0,6}?(?:优秀|突出|出色|优异|卓越|良好|达标|符合|要求|标准|稳定)",
         r"(?:优秀|出色|优异|突出|卓越|良好|较好)的?(?:工作)?(?:表现|业绩|绩效|成绩|能力|贡献)|表现(?:出色|优秀|"
         r"突出|优异|卓越)|"
         r"(?:出色|优秀|较好|按时)(?:地)?完成[^，。；]{0,8}(?:工作|任务|目标)|胜任[^，。；]{0,6}(?:工作|岗位)|"
         r"完成[^，。；\d]{0,8}(?:绩效|业绩|工作)(?:目标|指标|任务)",
         r"(?:good|strong|excellent|outstanding|solid|consistent) (?:work |job )?(?:performance|results|"
         r"appraisals?|record)"),
        _results,
        (("工作表现优秀。", "mean(kpi, 6) >= {result}"),
         ("Promotion needs a strong performance.", "mean(kpi, 6) >= {result}")),
        ("promotion", "any", "confirmation", "lateral"),
        asking=True,
    ),
    Phrase(
        "experience", "condition", Title("experience without a number", "经验要求（未写明年限）"),
        (r"(?P<n>[^，。；]{0,6}?)(?:一定|丰富|大量|多年|相当|较多|足够|相应|充足|扎实)的?[^，。；,;]{0,"
         r"10}?(?:经验|工龄|年限|资历)|"
         r"(?:最低)?(?:工作|任职|服务)(?:年限|经验|时间)(?=要求|[，。；、]|$)|工龄(?=[，。；、和及与])",
         r"(?P<n>)(?:extensive|sufficient|solid|enough|long|considerable|proven) (?:\w+ )?experience"),
        _experience,
        (("具有丰富的行业经验。", "months_in_grade >= {service}"),
         ("Needs extensive experience.", "months_in_grade >= {service}")),
        ("promotion", "any"),
        asking=True,
    ),
    Phrase(
        "training_unnumbered", "condition", Title("training", "培训要求"),
        (r"(?:参加|完成|接受|通过|经过)[^，。；,;\d]{0,14}?培训(?!师|岗)|培训(?:课程|项目|要求|合格)",
         r"(?:training|courses?)(?: \w+)? (?:completed|attended|passed|finished)|(?:complet\w+|attend\w*|finish\w*) "
         r"[^.,;\d]{0,24}?(?:training|courses?)"),
        _training,
        (("须完成岗位培训。", "total(training_course, up_to(12)) >= {courses}"),
         ("Candidates complete the leadership training.", "total(training_course, up_to(12)) >= {courses}")),
        ("promotion", "any"),
        asking=True,
    ),
    Phrase(
        "quality", "condition", Title("a quality", "能力与素质要求"),
        (r"(?P<q>{Q})",),
        _quality,
        (("具备良好的沟通能力。", "mean(communication, 6) >= {quality}"),
         ("Candidates show leadership.", "mean(rating_leadership, 6) >= {quality_of_five}")),
        ("promotion", "any", "confirmation", "lateral"),
        asking=True,
    ),
)  # fmt: skip
