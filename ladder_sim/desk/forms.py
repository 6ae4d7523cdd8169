"""The form of a desk's file: what may stand in it, checked as every other file is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ladder_sim.core.i18n import Language
from ladder_sim.desk.history import LONGEST_NAME, MOST_STEPS, MOST_VERSIONS
from ladder_sim.desk.state import MOST_BESIDE
from ladder_sim.files.forms.common import Form

#: The number of the form; a file of another is refused in words.
DESK_FORMAT = 1
#: Bytes of a desk's file; a link unfolds to no more. A server takes messages of 1 MB, in which the file is a text.
LARGEST = 600_000
SettingPart = Annotated[float, Field(ge=0, le=1000)]


class SettingsForm(Form):
    """What is set otherwise on the side of the people 人员调节"""

    headcount: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    hiring: str | None = None
    market: Annotated[float, Field(gt=0, le=100)] | None = None
    preset: str | None = None
    leaving: Annotated[float, Field(ge=0, le=100)] | None = None
    effort: SettingPart | None = None
    reach: Annotated[float, Field(gt=0, le=1000)] | None = None
    years_leaving: SettingPart | None = None
    years_hiring: SettingPart | None = None
    years_performance: SettingPart | None = None


class CandidateForm(Form):
    """A scheme that another is held against 用于对照的方案"""

    scheme: str
    changed: dict[str, bool | int | float | str] = Field(default_factory=dict)
    settings: SettingsForm = SettingsForm()


class SheetForm(Form):
    """What was done with one scheme 对一个方案所做的改动"""

    changed: dict[str, bool | int | float | str] = Field(default_factory=dict)
    baseline: CandidateForm | None = None
    beside: Annotated[list[CandidateForm], Field(max_length=MOST_BESIDE)] = Field(default_factory=list)
    move: str = ""


class StateForm(Form):
    """What lies on the desk 工作台的内容"""

    scheme: str
    people: str
    sheets: dict[str, SheetForm] = Field(default_factory=dict)
    settings: dict[str, SettingsForm] = Field(default_factory=dict)
    together: bool = False
    texts: dict[str, int | str] = Field(default_factory=dict)
    """Schemes of one's own by id: the text of each, or its place among the texts of the file 自有方案的文本或其序号"""


class VersionForm(Form):
    """A state under a name 有名称的版本"""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    state: StateForm


class DeskForm(Form):
    """A desk with its history 工作台及其历史"""

    desk: Literal[1]
    """The number of this form 格式编号"""
    language: Language | None = None
    now: StateForm
    past: Annotated[list[StateForm], Field(max_length=MOST_STEPS)] = Field(default_factory=list)
    future: Annotated[list[StateForm], Field(max_length=MOST_STEPS)] = Field(default_factory=list)
    versions: Annotated[list[VersionForm], Field(max_length=MOST_VERSIONS)] = Field(default_factory=list)
    texts: list[str] = Field(default_factory=list)
    """Schemes of one's own, which its states name by their places, from 0 自有方案的文本，各状态按序号引用"""
    draft: str = ""
    """The scheme that is open in the form 表单中打开的方案"""
