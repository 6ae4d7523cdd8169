"""What the usual tracks are called in Chinese, and a result of a rule with the condition it holds under.

The words of the language and its functions carry their own words: `expressions.words`, `expressions.functions`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.i18n import tr

TRACKS = {
    "service": "客服", "management": "管理", "expert": "专业", "skill": "技能", "project": "项目",
    "head": "部门负责人", "support": "支持", "sales": "销售", "desk": "服务台", "center": "客服中心", "shop": "店铺",
    "stars": "星级", "posts": "岗位", "training": "培训", "quality": "质检", "operations": "运营",
    "assistants": "助理", "leads": "领班", "pool": "储备", "representatives": "客服代表", "reviewers": "审核员",
    "elsewhere": "其他部门", "reception": "接待", "data": "数据", "projects": "项目", "marketing_service": "营销客服",
    "main": "主通道", "brand": "品牌", "marketing": "市场", "administration": "行政", "account": "客户",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One result of a choice: when it holds ('' where it always does), and what it is."""

    when: str
    what: str

    def __str__(self) -> str:
        if not self.when:
            return self.what
        if self.when == tr("otherwise", "其余"):
            return tr("{when} {what}", "{when}：{what}", when=self.when, what=self.what)
        return tr("{what} {when}", "{when}：{what}", when=self.when, what=self.what)
