"""The ladder of a document whose grades have names of their own: learned from who becomes what."""

from __future__ import annotations

import pytest

from ladder_sim.policies.ladder_spoken import spoken_ladder
from ladder_sim.policies.ladders import ladder_of, steps_between
from ladder_sim.policies.reading import policy_text

CHINESE = {
    "新来的称为跟船学员，满一年以后叫作水手长助手，往上一级是甲板长。跟船学员和水手长助手都要值夜。甲板长管排班。": (
        "跟船学员", "水手长助手", "甲板长"
    ),
    "茶艺学徒要成为茶艺主理，须在店里满半年。茶艺主理想成为茶艺掌门，须满两年。茶艺学徒与茶艺掌门都有师徒协议。": (
        "茶艺学徒", "茶艺主理", "茶艺掌门"
    ),
    "见习船员希望升任二管轮，须满18个月。二管轮希望升任大管轮，须满30个月。见习船员由大管轮带教。": (
        "见习船员", "二管轮", "大管轮"
    ),
}  # fmt: skip
ENGLISH = {
    "You start as a Deck Hand, then become a Mate, later a Skipper.\n\nA Deck Hand learns; a Mate leads; a Skipper "
    "decides.": ("Deck Hand", "Mate", "Skipper"),
    "From Glazier to Master Glazier\n\nTwo years as a Glazier.\n\n## Becoming a Guild Warden\n\nThree years as "
    "a Master "
    "Glazier.\n\nThe Guild Warden keeps the books.": ("Glazier", "Master Glazier", "Guild Warden"),
    "Beekeepers are chosen from Hive Helpers. A Beekeeper may become Queen Breeder.\n\nA Hive Helper has no hive. A "
    "Queen Breeder has twelve.": ("Hive Helper", "Beekeeper", "Queen Breeder"),
}  # fmt: skip


@pytest.mark.parametrize("text", [*CHINESE, *ENGLISH])
def test_who_becomes_what_tells_the_ladder(text: str) -> None:
    found = spoken_ladder(policy_text(text.replace("。", "。\n")))
    assert found is not None and found.names == (CHINESE | ENGLISH)[text]


@pytest.mark.parametrize("text", [
    "员工可以成为更好的自己。公司希望员工成长。", "From January to March reviews are held. January is busy.",
    "A Mate can become a Skipper. A Skipper can become a Mate.",
    "A Mate can become a Skipper. A Mate can become a Cook. A Skipper and a Cook and a Mate.",
])  # fmt: skip
def test_what_is_no_way_up_tells_none(text: str) -> None:
    assert spoken_ladder(policy_text(text)) is None


@pytest.mark.parametrize(("heads", "names"), [
    (("一星升二星", "二星升三星"), ("一星", "二星", "三星")), (("初级晋升中级", "中级晋升高级"), ("初级",
    "中级", "高级")),
    (("D2升为D3", "D1升为D2"), ("D1", "D2", "D3")), (("Level 1 to Level 2", "Level 2 to Level 3"),
     ("Level 1", "Level 2", "Level 3")),
    (("from Cook to Chef", "from Chef to Head Chef"), ("Cook", "Chef", "Head Chef")),
    (("Mate → Skipper", "Skipper → Admiral"), ("Mate", "Skipper", "Admiral")),
    (("一星升二星", "三星升四星"), ()), (("一星", "二星"), ()),
])  # fmt: skip
def test_heads_of_rows_that_are_steps_are_a_ladder(heads: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert steps_between(heads) == names


def test_a_table_of_steps_gives_its_grades() -> None:
    text = "# 升星\n\n| 项目 | 一星升二星 | 二星升三星 |\n|---|---|---|\n| 在星时间（月） | 6 | 12 |\n"
    assert [grade.name for grade in ladder_of(policy_text(text)).grades] == ["一星", "二星", "三星"]
