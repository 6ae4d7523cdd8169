"""What tells the ladder of a document that has no table of it: chains with arrows, lists, headings, mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ladder_sim.policies.grade_names import GradeName, grade_names, height, is_everybody, is_grade_name
from ladder_sim.policies.ladder_spoken import spoken_ladder
from ladder_sim.policies.source import Passage, SourceText
from ladder_sim.policies.splitting import step_columns

_ARROW = r"\s*(?:→|⇒|➔|->|=>|-->|—{1,3}>?-?|–|－+|>|＞)\s*"
_CHAIN = re.compile(rf"[^→⇒➔，,。；;：:]+(?:{_ARROW}[^→⇒➔，,。；;：:]+?){{1,}}(?=[，,。；;：:]|$)")
#: Single hyphens join grades where nothing but names of grades stands between them.
_HYPHEN = r"\s*[-－–—~～]\s*"
_HYPHENS = re.compile(
    rf"[^-－–—~～，,。；;：:、\s]+(?:{_HYPHEN}[^-－–—~～，,。；;：:、\s]+){{2,}}(?=[，,。；;：:、\s]|$)"
)
_LISTS = re.compile(
    r"(?:由低到高|从低到高|自下而上|依次|分别|分为|划分为|设置?|包括|共有?|级别|职级|等级|层级|岗位|序列|通道)"
    r"[^。；;：:]{0,24}?"
    r"(?:为|[:：]|是|有|即)?"
    r"|from (?:the )?lowest to (?:the )?highest[^:]*:?|(?:grades|levels|ranks|steps)(?: of the \w+)?(?: are|:| "
    r"in ascending order)"
)
#: Whom a sentence names as the one who decides is no evidence of a grade.
_DECIDES = re.compile(
    r"^(?:[/、或及和与][\u4e00-\u9fff]{2,6})?(?:批准|审批|审核|同意|核准|复审|审议|审定|推荐|提名|评估|考核|指派|安排)"
)
_BEFORE_WHO = re.compile(r"(?:经|由|报|向|请|交|经由|提交给?)(?:公司|部门|分管|直接)?$|/$")
_STEP_BETWEEN = re.compile(r"(?:转|评|晋升|晋级|升级|升任|升|提升|转正)?(?:为|至|到|成为|成)|→|-+>", re.IGNORECASE)
#: What may stand between the names of a row.
_JOINED = re.compile(
    r"(?:（.*?）|\(.*?\))?(?:[:：]\s*[\d.]+[%％]?)?\s*(?:、|，|,|/|和|及|以及|与|或|还是|\band\b|\s)*", re.IGNORECASE
)
_REACHED = re.compile(r"(?:晋升|晋级|升级|升任|升|提升|提拔|成)(?:为|至|到|成为|成)(?:一名)?$")


@dataclass(frozen=True, slots=True)
class LadderChain:
    """Grades that a document names together, and where.

    Parameters
    ----------
    ordered : the document says their order
    arrows : it says that each leads to the next
    """

    names: tuple[str, ...]
    passage: Passage
    title: str = ""
    ordered: bool = False
    arrows: bool = False


def chains_of(source: SourceText) -> list[LadderChain]:
    """The chains of a document, what tells most of a ladder first."""
    told = [
        *_tables(source),
        *_arrows(source),
        *_lists(source),
        *_listed(source),
        *_points(source),
        *_headed_steps(source),
    ]
    told = sorted(told, key=lambda chain: (-len(chain.names), not chain.ordered))
    if not told or len(told[0].names) < 3:
        told = [*_ranges(source), *told]
    spoken = spoken_ladder(source)
    if (
        spoken is not None
        and (told or len(spoken.names) > 2)
        and (not told or set(map(_clean, told[0].names)) < set(spoken.names))
    ):
        return [LadderChain(spoken.names, spoken.passage, ordered=True, arrows=True)]
    if told:
        return told
    headed = [*_headings(source)]
    mentioned = [*_mentioned(source)]
    if spoken is not None and not any(len(chain.names) > 2 for chain in (*headed, *mentioned)):
        return [LadderChain(spoken.names, spoken.passage, ordered=True, arrows=True)]
    return sorted([*headed, *mentioned], key=lambda chain: -len(chain.names))[:1]


def _tables(source: SourceText) -> Iterator[LadderChain]:
    """The chain that a table tells with a step in each row: from one grade to the next."""
    for table in source.tables:
        ends = step_columns(table)
        if ends is None:
            continue
        steps = {
            row[ends[0]].strip(): row[ends[1]].strip()
            for row in table.rows[1:]
            if row[ends[0]].strip() and row[ends[1]].strip()
        }
        names = [name for name in steps if name not in steps.values()][:1]
        while names and names[-1] in steps and steps[names[-1]] not in names:
            names.append(steps[names[-1]])
        if len(names) > 1:
            passage = next((each for each in source.passages if each.kind == "cell" and table.line <= each.line), None)
            if passage is not None:
                yield LadderChain(tuple(names), passage, "", ordered=True, arrows=True)


#: Grades that a code tells: from one to another; quarters and halves of a year are none.
_RANGE = re.compile(
    r"(?<![A-Za-z])(?P<letter>[A-GI-PR-Z])(?P<low>\d{1,2})\s*[-－—–~～至到]{1,2}\s*(?P=letter)(?P<high>\d{1,2})(?!\d)"
)


def _ranges(source: SourceText) -> Iterator[LadderChain]:
    """Ladders of codes such as S3-S10 and S10-S13: all between the lowest and the highest of a letter."""
    ends: dict[str, list[int]] = {}
    first: dict[str, Passage] = {}
    for passage in source.passages:
        for found in _RANGE.finditer(passage.text):
            low, high = int(found["low"]), int(found["high"])
            if low < high <= low + 15:
                ends.setdefault(found["letter"], []).extend((low, high))
                first.setdefault(found["letter"], passage)
    chains = [
        LadderChain(tuple(f"{letter}{n}" for n in range(min(told), max(told) + 1)), first[letter], ordered=True,
                    arrows=True)
        for letter, told in ends.items()
    ]  # fmt: skip
    if sum(len(chain.names) for chain in chains) > 2:
        yield from sorted(chains, key=lambda chain: -len(chain.names))


def _title(passage: Passage) -> str:
    return passage.headings[-1] if passage.headings else ""


def _clean(part: str) -> str:
    """The name of a grade in a part of a chain; '' where it has none."""
    bare = re.sub(r"[（(].*?[）)]", "", part).strip()
    found = grade_names(bare)
    if not found:
        return ""
    whole = r"(?:[A-Z][\w'&-]*\s?){2,5}" if bare.isascii() else r"[\u4e00-\u9fffA-Z\d]{3,8}"
    if re.fullmatch(whole, bare) and found[-1].end == len(bare) and not _OTHER_LIST.search(bare):
        return bare
    return max(found, key=lambda name: name.end - name.start).text


def _arrows(source: SourceText) -> Iterator[LadderChain]:
    """Chains such as 初级 → 中级 → 高级."""
    yield from _stepwise(source)
    for passage in source.passages:
        bare = re.sub(r"[（(][^（）()]*[）)]", "", passage.text)
        for text in re.split(r"[①-⑳]", bare):
            for found in (*_CHAIN.finditer(text), *_HYPHENS.finditer(text)):
                parts = [part.strip() for part in re.split(_ARROW, found.group())]
                if len(parts) == 1:
                    parts = [part.strip() for part in re.split(_HYPHEN, found.group())]
                    parts = parts if all(map(is_grade_name, parts)) else []
                names = [_clean(part) for part in parts]
                if not all(names) and found.group().strip() == text.strip(" 。.；;"):
                    names = parts if _spoken_of(parts, passage, source) else names
                if len(names) > 2 and all(names) and len(set(names)) == len(names):
                    leads = re.findall(
                        r"[\u4e00-\u9fff]{2}(?:通道|序列|路线)(?=[:：])", bare[: bare.find(found.group())]
                    )
                    yield LadderChain(tuple(names), passage, leads[-1] if leads else _title(passage), arrows=True)


#: What may be a name in a chain that is a line of its own.
_NAME = re.compile(r"[\u4e00-\u9fffA-Z\d]{2,9}|[A-Z][\w'&-]*(?: [A-Z\d][\w'&-]*){0,3}")


def _spoken_of(parts: list[str], passage: Passage, source: SourceText) -> bool:
    """Whether the parts of a chain are names that the document speaks of elsewhere."""
    others = [each.text for each in source.passages if each is not passage]
    known = sum(any(part in text for text in others) for part in parts)
    return all(map(_NAME.fullmatch, parts)) and known > 1 and 2 * known > len(parts)


def _stepwise(source: SourceText) -> Iterator[LadderChain]:
    """The chain that headings with an arrow make together, such as 一星 → 二星 and 二星 → 三星."""
    steps: dict[str, str] = {}
    first: Passage | None = None
    for passage in source.passages:
        ends = [_clean(part) for part in re.split(_ARROW, passage.text)] if passage.kind == "heading" else []
        if len(ends) == 2 and all(ends) and ends[0] != ends[1]:
            steps.setdefault(ends[0], ends[1])
            first = first or passage
    names = [name for name in steps if name not in steps.values()][:1]
    while names and names[-1] in steps and steps[names[-1]] not in names:
        names.append(steps[names[-1]])
    if len(names) > 2 and first is not None:
        yield LadderChain(tuple(names), first, "", ordered=True, arrows=True)


#: A heading that says a step in words.
_STEP_HEADING = (
    re.compile(r"(?:(?:moving|moves?|promotion|progression|step|advancement|advancing|going)s? )?(?:up )?(?:from )?"
               r"(?P<low>[A-Z][\w&'-]*(?: [A-Z\d][\w&'-]*){0,4}) to (?P<high>[A-Z][\w&'-]*(?: [A-Z\d][\w&'-]*){0,4})",
               ),
    re.compile(r"(?P<low>[\u4e00-\u9fffA-Z\d]{2,8}?)(?:晋升|晋级|晋阶|进阶|升级|升|评)(?:为|至|到)?"
               r"(?P<high>[\u4e00-\u9fffA-Z\d]{2,8}?)(?:的)?(?:条件|标准|要求)?"),
)  # fmt: skip


def _headed_steps(source: SourceText) -> Iterator[LadderChain]:
    """The chain that headings make together which say a step in words, such as Moving from Clerk 1 to Clerk 2."""
    steps: dict[str, str] = {}
    first: Passage | None = None
    for passage in source.passages:
        told = passage.text.strip(" ：:") if passage.kind == "heading" else ""
        for pattern in _STEP_HEADING:
            found = pattern.fullmatch(told) or pattern.fullmatch(told[:1].lower() + told[1:])
            if found and found["low"] != found["high"]:
                steps.setdefault(found["low"], found["high"])
                first = first or passage
    names = [name for name in steps if name not in steps.values()][:1]
    while names and names[-1] in steps and steps[names[-1]] not in names:
        names.append(steps[names[-1]])
    if len(names) == len(steps) + 1 > 2 and first is not None:
        yield LadderChain(tuple(names), first, "", ordered=True, arrows=True)


_GRADES_HEADING = re.compile(
    r"(?:(?:the|our|career|job|pay) )*(?:grades?|levels?|ladder|ranks?|steps?|bands?)|(?:岗位|人员|员工)?(?:职级|"
    r"等级|级别|星级)(?:设置|划分|体系)?",
    re.IGNORECASE,
)


def _points(source: SourceText) -> Iterator[LadderChain]:
    """Points below a heading such as Levels, each of which is a name and nothing else."""
    below: dict[tuple[str, ...], list[Passage]] = {}
    for passage in source.passages:
        if passage.kind != "cell" and passage.headings and _GRADES_HEADING.fullmatch(passage.headings[-1].strip()):
            below.setdefault(passage.headings, []).append(passage)
    for points in below.values():
        names = [point.text.strip(" ：:；;。.") for point in points]
        named = all(re.fullmatch(r"(?:[A-Z][\w&'-]*\s?){1,4}\d?|[\u4e00-\u9fffA-Z\d]{2,8}", name) for name in names)
        if named and 2 < len(names) < 13 and len(set(names)) == len(names) and not any(map(_OTHER_LIST.search, names)):
            yield LadderChain(tuple(names), points[0], "", ordered=height(names[0]) <= height(names[-1]))


def _lists(source: SourceText) -> Iterator[LadderChain]:
    """Lists such as 分为初级客服、中级客服和高级客服."""
    for passage in source.passages:
        lead = _LISTS.search(passage.text)
        if lead is None:
            continue
        run = _run_of(passage.text, [name for name in grade_names(passage.text) if name.start >= lead.start()])
        told = _UPWARD.search(passage.text), _DOWNWARD.search(passage.text)
        if len(run) > 2 and len(set(run)) == len(run) and (any(told) or sorted(run, key=height) in (run, run[::-1])):
            yield LadderChain(tuple(run[::-1] if told[1] and not told[0] else run), passage, _title(passage),
                              ordered=any(told))  # fmt: skip


#: What leads a list of grades by whatever names.
_ZH_LEAD = re.compile(
    r"(?:分(?:为|成)?[一二三四五六七八九十\d]+个?(?:级|档|层|等|星)[^，。；;:：、]{0,4}|(?:自|由|从)(?:低|下)(?:向|"
    r"到|至|而|往)(?:高|上)|依次|分为|划分为|共分(?![为成])|设(?:置|有)?|共(?:设)"
    r"?[一二三四五六七八九十\d]+(?:个)?(?:级|档|层|等|岗)"
    r"[^，。；;:：、]{0,4})(?:(?:依次|分别|分|为|是|设|有)*(?:[一二三四五六七八九十\d]+个?(?:级别|等级|层级|档次|级|档|层|等|星|岗)"
    r"[^，。；;:：、]{0,3})?(?=[:：]))?(?:依次|分别|分|为|是|设|有|[:：])*\s*"
)
_EN_LEAD = re.compile(
    r"\b(?:grades?|levels?|ladder|steps?|ranks?|career|bands?|tiers?|stars?)\b[^.;,:]{0,40}?(?:\bare\b:?|\bruns?(?: "
    r"from)?\b|:)\s*|"
    r"from (?:the )?lowest to (?:the )?highest[^:.;]{0,20}:\s*|in ascending order[^:.;,]{0,20}(?:\bare\b|:)\s*",
    re.IGNORECASE,
)
_OF_GRADES = re.compile("[级档层等岗星]|通道|序列|职位|grade|level|ladder|rank|career|step|band|tier", re.IGNORECASE)
#: What is listed and no grade.
_OTHER_LIST = re.compile(
    "能力|知识|业绩|考核|方面|条件|素质|技能|态度|经验|部门|培训|奖|工资|薪|服务|客户|方式|阶段|[的了在并且须应]|\\d{2}"
)


#: The order that a sentence says in words.
_UPWARD = re.compile(
    r"[低下](?:向|到|至|而|往)[高上]|lowest to (?:the )?highest|ascending|from the bottom", re.IGNORECASE
)
_DOWNWARD = re.compile(r"[高上](?:向|到|至|而|往)[低下]|highest to (?:the )?lowest|descending", re.IGNORECASE)


def _listed(source: SourceText) -> Iterator[LadderChain]:
    """Lists of grades by whatever names, such as 自下而上设管家、高级管家、首席管家三级."""
    for passage in source.passages:
        chinese = bool(re.search("[\u4e00-\u9fff]", passage.text))
        if not _OF_GRADES.search(passage.text + "".join(passage.headings[-1:])):
            continue
        for lead in (_ZH_LEAD if chinese else _EN_LEAD).finditer(passage.text):
            names = _names_after(passage.text[lead.end() :], chinese)
            if len(names) > 2 and len(set(names)) == len(names):
                told_down = _DOWNWARD.search(passage.text[: lead.end()])
                rising = bool(_UPWARD.search(passage.text[: lead.end()])) or not (told_down or _turned(names))
                yield LadderChain(tuple(names[::-1] if told_down else names), passage, _title(passage),
                                  ordered=rising or told_down is not None)  # fmt: skip
                break


def _names_after(text: str, chinese: bool) -> list[str]:
    """The names of a list at the beginning of a text; none where one of them can be no grade."""
    told = re.split(r"[。；;：:.]", text, maxsplit=1)[0]
    if chinese:
        parts = re.split("[、/]|[和及与]|以及", told.split("，")[0].split(",")[0])
        parts = [re.sub("(?:共|等)?(?:[一二三四五六七八九十]+|(?<![A-Za-z\\d])\\d+)(?:个)?(?:层级|等级|级别|职级|"
                        "星级|级|档|层|岗位)?$", "", part.strip())
                 if n == len(parts) - 1 else part.strip() for n, part in enumerate(parts)]  # fmt: skip
        good = all(1 < len(part) <= 8 and not _OTHER_LIST.search(part) for part in parts)
    else:
        parts = [re.sub(r"^(?:and|then|to) ", "", part.strip()) for part in re.split(r",\s*(?:and )?|\s+and\s+", told)]
        good = all(re.fullmatch(r"(?:[A-Z][\w-]*\s?){1,4}", part) for part in parts)
    return parts if good else []


def _turned(names: list[str]) -> bool:
    """Whether the usual heights of the first and the last say that a list goes down."""
    return height(names[0]) > height(names[-1])


def _run_of(text: str, found: list[GradeName]) -> list[str]:
    """The longest row of names with nothing but commas between them."""
    best: list[str] = []
    run: list[str] = []
    last: GradeName | None = None
    for name in found:
        between = text[last.end : name.start] if last else ""
        if not _JOINED.fullmatch(between):
            run = []
        run.append(name.text)
        last = name
        best = run if len(run) > len(best) else best
    return best


def _headings(source: SourceText) -> Iterator[LadderChain]:
    """Headings that are names of grades: in the order of their numbers, else by their usual heights."""
    found: dict[str, Passage] = {}
    for passage in source.passages:
        headed = [passage.text] if passage.kind == "heading" else passage.headings[-1:]
        for told in headed:
            if is_grade_name(told):
                found.setdefault(_clean(told), passage)
    if len(found) > 1:
        names = sorted(found, key=height)
        yield LadderChain(tuple(names), found[names[0]])


def _mentioned(source: SourceText) -> Iterator[LadderChain]:
    """Grades that a document speaks of, by their usual heights; who only decides is none."""
    seen: Counter[str] = Counter()
    first: dict[str, Passage] = {}
    for passage in source.passages:
        for name, weight in _weighed(passage):
            seen[name] += weight
            first.setdefault(name, passage)
    by_height: dict[float, str] = {}
    for told, times in seen.most_common():
        if times > 1 and (height(told) >= 10 or not is_everybody(told) or times > 2):
            by_height.setdefault(height(told), told)
    apart = [high for high, name in by_height.items() if not is_everybody(name)]
    chosen = [by_height[high] for high in sorted(apart if len(apart) > 1 else by_height)]
    if len(chosen) > 1:
        yield LadderChain(tuple(chosen), first[chosen[0]])


def _weighed(passage: Passage) -> Iterator[tuple[str, int]]:
    """The grades of a sentence, each with how much it says that there is such a grade."""
    names, text = grade_names(passage.text), passage.text
    rows = set(_run_of(text, names)) if len(names) > 2 else set()
    reached = False
    for n, name in enumerate(names):
        if _decides(text, name):
            continue
        following = names[n + 1].start if n + 1 < len(names) else None
        leads = following is not None and bool(_STEP_BETWEEN.fullmatch(text[name.end : following]))
        reached = bool(_REACHED.search(text[: name.start])) or (
            reached and bool(_JOINED.fullmatch(text[names[n - 1].end : name.start]))
        )
        strong = leads or reached or (len(rows) > 2 and name.text in rows) or passage.kind != "sentence"
        yield name.text, 3 if strong else 1


def _decides(text: str, name: GradeName) -> bool:
    """Whether a sentence names somebody as who decides or judges."""
    return bool(_DECIDES.match(text[name.end :]) or _BEFORE_WHO.search(text[: name.start]))
