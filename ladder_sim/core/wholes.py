"""Where a line of Chinese may not be broken: within the words that names of schemes, grades and rules are made of.

Chinese has no blanks, and a break within 客服 or 通道 reads as a fault. A list of words of the trade
does for names; whatever is not in it may be broken behind any sign.
"""

from __future__ import annotations

import re

#: Words of two signs and more; a longer one comes before the shorter one that it holds.
_WORDS = (
    "客服 双轨 双通道 双渠道 通道 渠道 晋升 晋级 升级 降级 制度 方案 薪酬 薪资 星级 岗位 职级 层级 定级 评定 "
    "评审 标准 体系 管理 流程 部门 电商 物流 面料 销售 主管 经理 总监 专员 组长 领班 助理 代表 高管 试用 转正 "
    "考核 绩效 工资 奖金 津贴 补贴 提成 离职 辞退 编制 人均 成本 人工 资格 任职 年限 工程师 等级 手册 呼叫 "
    "中心 市场 技能 客户 服务 投诉 视频云 转岗 基准 横向 纵向 前三名 储备 公示 框架 模板 积分 途径 职业 规则 "
    "说明书 分析表 五步法 三要素 四要素 满意度 基本 社保 培训 招聘 连续 个月 未满足 首次 等待 时间 均值 差值 "
    "区间 百分点 比例 指标 现行 备选 参考 初级 中级 高级 资深 实习 合格 优秀 达标 分值 规章制度 法律法规 "
    "违规 业绩 员工 新人 上级 审批 审核 审议 考试 面试 笔试 奖励 书面 表扬 独立 系统 "
)
_WORD = re.compile("|".join(sorted(_WORDS.split(), key=len, reverse=True)))


def within_words(text: str) -> frozenset[int]:
    """The places behind whose sign no line may end, counted from 0."""
    return frozenset(i for found in _WORD.finditer(text) for i in range(found.start(), found.end() - 1))
