"""The brief: from a file, from a study, in Python and on the command line; everything that is wrong at once."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import fakes
import pytest

from ladder_sim.cli import main
from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import unit_name
from ladder_sim.files.schemas import FOLDER, schema_text
from ladder_sim.model.audiences import AUDIENCES, READERS
from ladder_sim.model.report_options import SECTIONS, Brief, pixels, wrong_logo
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.formats import SAVED_FORMATS, SavedFormat
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.loading import check_file, load_brief, load_study

SMALL = ("--workforce", "small-department-30", "--months", "6", "--replications", "2")


def png(path: Path, wide: int = 64, high: int = 32) -> Path:
    """A white picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * wide for _ in range(high)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


def written(folder: Path, text: str, name: str = "board") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_brief(tmp_path: Path) -> None:
    png(tmp_path / "logo.png")
    path = written(
        tmp_path,
        "brief: board\ntitle: {en: New ladder, zh: 新方案}\nsubtitle: For the board\ncompany: Example Ltd\n"
        "logo: logo.png\nauthor: HR\ndate: 2027-01-15\naudience: finance\nlanguage: zh\ncurrency: $\n"
        "recommend: star\nsections: [cost, method]\n",
    )
    found = load_brief(path)
    assert found == Brief(
        "新方案", "For the board", "Example Ltd", (tmp_path / "logo.png").resolve(), "HR", "2027-01-15", "finance",
        "zh", ("cost", "method"), "$", "star",
    )  # fmt: skip
    assert i18n.language() == "en"  # the brief's language is the report's, not the session's
    assert load_brief(found) is found


def test_the_least_brief_is_the_default(tmp_path: Path) -> None:
    assert load_brief(written(tmp_path, "brief: board\n")) == Brief()
    assert Brief().chosen == SECTIONS


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "brief: bord\naudince: hr\naudience: boss\nsections: [cost, cosst, cost]\ncurrency: yen\nlogo: none.png\n"
        "language: fr\ntitle: [a]\n",
    )  # fmt: skip
    with pytest.raises(LadderError) as caught:
        load_brief(path)
    lines = [text.removeprefix(str(tmp_path) + "/") for text in str(caught.value).splitlines()]
    assert [line.split(": ")[0] for line in lines] == [
        "board.yaml:1:8", "board.yaml:2:1", "board.yaml:3:11", "board.yaml:4:18", "board.yaml:4:25", "board.yaml:5:11",
        "board.yaml:6:7", "board.yaml:7:11", "board.yaml:8:8",
    ]  # fmt: skip
    for part in (
        "must equal the file's name 'board', got 'bord'", "audince: unknown key; did you mean 'audience'?",
        "audience: must be one of leadership, finance, hr, works_council, team_leads, staff, got 'boss'",
        "got 'cosst'; did you mean 'cost'?",
        "sections[2]: section 'cost' stands above already; leave one of them out or name it otherwise",
        "'yen' is neither a code of three capital letters such as CNY",
        "logo: there is no file", "must be one of en, zh, got 'fr'",
    ):  # fmt: skip
        assert part in str(caught.value), part
    i18n.use("zh")
    with pytest.raises(LadderError, match="没有文件") as caught:
        load_brief(path)
    assert "既不是三个大写字母的代码" in str(caught.value)


def test_in_python_it_is_checked_too() -> None:
    with pytest.raises(LadderError) as caught:
        Brief(audience="boss", language="fr", sections=("cosst", "cost", "cost"), currency="yen")  # type: ignore[arg-type]
    assert str(caught.value).splitlines() == [
        "brief: sections: unknown section 'cosst'; did you mean 'cost'?",
        "brief: sections: each section stands once",
        "brief: audience: unknown audience 'boss'; known: finance, hr, leadership, staff, team_leads, works_council",
        "brief: language: must be en or zh, got 'fr'",
        "brief: currency: 'yen' is neither a code of three capital letters such as CNY nor a known sign such as ¥"
        " (none: no sign); known: CNY, EUR, GBP, HKD, INR, JPY, KRW, SGD, TWD, USD",
    ]


JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQ"
    "Ew8QEBD/wAALCAAgAEABAREA/9k="
)


def test_logos(tmp_path: Path) -> None:
    assert pixels(png(tmp_path / "a.png").read_bytes()) == (64, 32)
    assert pixels(JPEG) == (64, 32) and pixels(JPEG[:20]) is None and pixels(b"GIF89a") is None
    assert wrong_logo(tmp_path / "a.png") == ""
    (tmp_path / "b.png").write_text("no picture", encoding="utf-8")
    assert "is no PNG or JPEG picture" in wrong_logo(tmp_path / "b.png")
    assert "has 9000 × 20 pixels; 16 to 6000 a side are needed" in wrong_logo(png(tmp_path / "c.png", 9000, 20))
    (tmp_path / "d.png").write_bytes(b"\x89PNG" + bytes(2_100_000))
    assert "has 2.1 MB; at most 2 MB" in wrong_logo(tmp_path / "d.png")
    assert "cannot be read" in wrong_logo(tmp_path)


def test_a_study_may_have_a_brief(tmp_path: Path) -> None:
    head = "study: board\nworkforce: small-department-30\nschemes: [ecommerce-dual-track, fabric-star-pay]\n"
    study = load_study(written(tmp_path, head + "brief: {audience: hr, recommend: fabric-star-pay}\n"))
    assert study.brief == Brief(audience="hr", recommend="fabric-star-pay")
    assert load_study(written(tmp_path, head)).brief is None
    with pytest.raises(LadderError) as caught:
        load_study(written(tmp_path, head + "brief:\n  recommend: fabric-star\n  sections: [costs]\n"))
    assert "board.yaml:6:14: brief.sections[0]: must be one of" in str(caught.value)
    with pytest.raises(LadderError, match=r"5:14: brief.recommend: .*did you mean 'fabric-star-pay'"):
        load_study(written(tmp_path, head + "brief:\n  recommend: fabric-star\n"))


def test_a_brief_file_is_checked_as_one(tmp_path: Path) -> None:
    problems = check_file(written(tmp_path, "brief: board\nladder: {}\n"))
    assert next(problem.message for problem in problems.errors).startswith("unknown key")
    with pytest.raises(LadderError, match="this is a study, not a brief"):
        load_brief(written(tmp_path, "study: board\n"))


def test_the_schema_is_the_exported_one() -> None:
    assert (FOLDER / "brief.json").read_text(encoding="utf-8") == schema_text("brief")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_new_brief_is_right_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--lang", language, "new", "brief", "board"]) == 0
    found = load_brief("board.yaml")
    assert found.audience == "leadership" and found.money.code == "CNY"
    # every line that is commented out is right, too
    text = (tmp_path / "board.yaml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if line.startswith(("# s", "#   -", "# lang"))]
    again = "\n".join(line.replace("  - ", "  - ") for line in lines)
    assert load_brief(written(tmp_path, f"brief: all\n{again}\n", "all")).sections == SECTIONS


@pytest.fixture(scope="module")
def pair() -> Comparison:
    runs = [fakes.run(chosen=fakes.scheme("current"), months=14, replications=4)]
    runs.append(fakes.run(fakes.Rules(leave=0.02), chosen=fakes.scheme("other"), months=14, replications=4))
    return Comparison(tuple(runs), "current")


def test_saving_takes_a_brief_or_its_file(pair: Comparison, tmp_path: Path) -> None:
    path = written(tmp_path, "brief: board\ntitle: Only money\nsections: [cost]\nlanguage: zh\n")
    (page,) = pair.save(tmp_path / "a", "html", brief=path)
    text = page.read_text(encoding="utf-8")
    assert "Only money" in text and 'id="cost"' in text and 'id="promotion"' not in text and 'lang="zh-CN"' in text
    (same,) = pair.save(tmp_path / "b", "html", brief=load_brief(path))
    assert same.read_bytes() == page.read_bytes() and i18n.language() == "en"


@pytest.mark.parametrize(("language", "unit"), [("en", "EUR a year"), ("zh", "欧元/年")])
def test_tables_and_figures_name_the_currency_of_the_brief(
    pair: Comparison, tmp_path: Path, language: Any, unit: str
) -> None:
    table, figure = pair.save(tmp_path, ["csv", "svg"], brief=Brief(currency="€", language=language))
    rows = table.read_text(encoding="utf-8-sig").splitlines()
    assert any(unit in row.split(",") for row in rows) and not any("CNY" in row or ",元" in row for row in rows)
    assert figure.stat().st_size > 1000
    assert unit_name("money") == "CNY a year per head", "only in those files"


def test_a_wrong_brief_writes_nothing(pair: Comparison, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(LadderError, match="recommend: scheme 'othr' is not compared here; did you mean 'other'"):
        pair.save(out, "html", brief=Brief(recommend="othr"))
    with pytest.raises(LadderError, match="there is no such file"):
        pair.save(out, "html", brief=tmp_path / "none.yaml")
    assert not out.exists()


def test_a_missing_package_is_named(pair: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SAVED_FORMATS, "html", SavedFormat("html", "", "not_there", "jinja2"))
    with pytest.raises(LadderError, match=r"format 'html' needs jinja2: pip install 'ladder-sim\[report\]'"):
        pair.save(tmp_path, "html")


def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "brief: board\ntitle: For the board\nsections: [cost, method]\n")
    two = ["compare", "ecommerce-dual-track", "fabric-star-pay", *SMALL]
    assert main([*two, "--brief", "board.yaml"]) == 2
    assert "--brief needs --out DIR" in capsys.readouterr().err
    assert main([*two, "--brief", "board.yaml", "--out", "out"]) == 0
    assert "For the board" in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    written(tmp_path, "brief: board\nrecommend: star\n")
    assert main([*two, "--brief", "board.yaml", "--out", "other"]) == 1
    assert "scheme 'star' is not compared here" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()


def test_a_studys_brief_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(
        tmp_path,
        "study: board\nworkforce: small-department-30\nschemes: [ecommerce-dual-track, fabric-star-pay]\nmonths: 6\n"
        "replications: 2\nbrief: {title: From the study, sections: [cost]}\n",
    )  # fmt: skip
    assert main(["compare", "board.yaml", "--out", "out"]) == 0
    assert "From the study" in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_audience_is_whole(audience: Any, pair: Comparison) -> None:
    """It reads the recommendation first, the assumptions and the method always, each section once and no other text."""
    readers = READERS[audience]
    assert readers.sections[0] == "recommendation" and {"assumptions", "method"} <= set(readers.sections)
    spared = {*readers.without, *(name for one in readers.kept_back for name in one.sections)}
    assert len(set(readers.sections)) == len(readers.sections) == len(SECTIONS) - len(spared)
    assert not set(readers.first) & set(readers.without)
    told = {section.id: section for section in report_sections(pair, Brief(audience=audience))}
    every = {section.id: section for section in report_sections(pair, Brief(audience="hr"))}
    assert set(told) <= set(every)
    words = {"decision": "For decision: ", "opinion": "For your opinion: ", "comment": "For your comments: ",
             "nothing": "What is looked at: "}  # fmt: skip
    assert told["recommendation"].points[-1].startswith(words[readers.asked])
    if readers.hides:  # who wins is told without pay, in a table of its own
        rates = {row[3] for row in told.pop("winners").tables[0].rows if row[0] != "current"} - {"–"}
        assert rates and rates <= {cell for row in every["winners"].tables[0].rows for cell in row}, "the same figures"
    for name, section in told.items():
        for mine, full in zip(section.tables, every[name].tables, strict=False):
            shared = [row for row in mine.rows if row in full.rows]
            assert name in ("recommendation", "ladders") or shared or not mine.rows, "the same figures"
