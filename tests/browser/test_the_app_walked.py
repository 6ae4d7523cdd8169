"""The app walked by mouse and keyboard, by somebody who writes no files: from rules in mind to slides in hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from benchmarks import browser

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "ready")]

MOST_ACTIONS = 60
#: What is pressed, in both languages.
WORDS = {
    "en": {"form": "Write a scheme", "try": "Try out", "people": "Own people", "views": "Look closer",
           "blank": "A small scheme", "title": "Title, English", "ladder": "Ladder", "moves": "Moves",
           "base": "Base pay (CNY a month)", "play": "Try this scheme out", "staff": "People",
           "head": "People at the start",
           "save": "Save", "slides": "Slides", "undo": "Undo", "redo": "Redo", "name": "Agents of ours",
           "upload": "Upload a list", "with": "Play with these people", "delete": "Delete this list",
           "winners": "Winners and losers", "begin": "Work it out", "stop": "Stop"},
    "zh": {"form": "编写方案", "try": "试算", "people": "自有人员", "views": "深入分析", "blank": "小型样例方案",
           "title": "名称（中文）", "ladder": "职级", "moves": "变动", "base": "基本工资（元/月）",
           "play": "试算此方案",
           "staff": "人员", "head": "期初人数", "save": "保存", "slides": "幻灯片", "undo": "撤销", "redo": "重做",
           "name": "本公司客服方案", "upload": "上传名单", "with": "以此名单试算", "delete": "删除此名单",
           "winners": "受益与受损", "begin": "开始计算", "stop": "停止"},
}  # fmt: skip
Language = str


class Hand:
    """A visitor's hand: every click and every word typed is an action, counted."""

    def __init__(self, desk: browser.Desk, language: Language) -> None:
        self.desk, self.page, self.words, self.actions = desk, desk.page, WORDS[language], 0

    def click(self, place: Any) -> None:
        place.click()
        self.actions += 1

    def press(self, word: str) -> None:
        self.click(self.page.get_by_role("button", name=self.words[word], exact=True).first)

    def turn(self, word: str) -> None:
        """Open a page of the app."""
        self.click(self.page.locator(".ls-pages").get_by_text(self.words[word], exact=True))

    def tab(self, word: str) -> None:
        """Open a tab of what is on show."""
        self.click(self.page.locator(".ls-tabs:visible").get_by_text(self.words[word], exact=True).first)

    def write(self, place: Any, text: str) -> None:
        """Write into a field over what is there."""
        self.click(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.actions += 3

    def field(self, label: str) -> Any:
        row = self.page.locator(".widget-inline-hbox:visible", has=self.page.get_by_text(label, exact=True)).first
        return row.locator("input").first


def opened(desk: browser.Desk, url: str, language: Language) -> Hand:
    desk.open_app(url)
    desk.wait_full()
    hand = Hand(desk, language)
    if language == "zh":
        hand.click(desk.page.get_by_text("中文", exact=True))
        desk.wait_words(".ls-tiles", "晋升率")
        desk.wait_full()
    return hand


def write_own_scheme(hand: Hand) -> None:
    """A company of 80 with rules of its own: its title, its pay, its waiting time."""
    hand.turn("form")
    hand.press("blank")
    hand.page.wait_for_selector(".ls-form .ls-ladder img")
    hand.write(hand.field(hand.words["title"]), hand.words["name"])
    hand.desk.wait_words(".ls-form .ls-title", hand.words["name"])
    hand.tab("ladder")
    hand.click(hand.page.locator(".ls-entries .jupyter-widget-Collapse-header").first)
    hand.write(hand.field(hand.words["base"]), "5200")
    hand.tab("moves")
    slot = hand.page.locator(".ls-slot-number input").first
    hand.write(slot, "9")
    hand.page.wait_for_timeout(500)
    hand.press("play")
    hand.desk.wait_words(".ls-legend", hand.words["name"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_rules_in_the_head_to_slides_in_the_hand(app: str, language: Language, shots: Path) -> None:
    with browser.desk(1280, 900) as desk:
        hand = opened(desk, app, language)
        write_own_scheme(hand)
        desk.wait_full()
        hand.tab("staff")
        head = desk.page.locator(".ls-control:visible", has=desk.page.get_by_text(hand.words["head"])).first
        hand.write(head.locator(".widget-readout"), "80")
        desk.wait_words(".ls-status", "80")
        desk.wait_full()
        desk.page.screenshot(path=shots / f"walk-{language}-tried.png")
        hand.tab("save")
        hand.press("slides")
        link = desk.page.locator(".ls-download")
        link.wait_for(timeout=120_000)
        with desk.page.expect_download() as given:
            hand.click(link)
        path = shots / f"walk-{language}.pptx"
        given.value.save_as(path)
        told = "\n".join(shape.text_frame.text for slide in Presentation(str(path)).slides for shape in slide.shapes
                         if shape.has_text_frame)  # fmt: skip
        assert hand.words["name"] in told
        assert hand.actions <= MOST_ACTIONS, hand.actions
        assert not desk.outside and not desk.errors
        print(f"{language}: {hand.actions} actions")


def test_a_reload_brings_back_scheme_form_and_steps(app: str) -> None:
    with browser.desk(1280, 900) as desk:
        hand = opened(desk, app, "en")
        write_own_scheme(hand)
        desk.wait_full()
        hand.press("undo")
        desk.wait_words(".ls-legend", "E-commerce")
        hand.press("redo")
        desk.wait_words(".ls-legend", hand.words["name"])
        desk.wait_full()
        desk.page.wait_for_timeout(1500)  # until the tab has kept it
        desk.page.reload()
        desk.page.wait_for_selector(".ls-status", timeout=120_000)
        desk.wait_words(".ls-legend", hand.words["name"], 120)
        desk.wait_full()
        hand.turn("form")
        desk.page.wait_for_selector(".ls-form .ls-title")
        assert hand.field(hand.words["title"]).input_value() == hand.words["name"]
        assert not desk.page.locator(".ls-error").count()


def test_people_of_ones_own_and_a_view_of_them(app: str, tmp_path: Path, shots: Path) -> None:
    rows = [f"{100 + n},Ann {n},{2018 + n % 6}-0{1 + n % 9}-01,{'lead' if n % 10 == 0 else 'agent'},{5000 + 9 * n}"
            for n in range(80)]  # fmt: skip
    roster = tmp_path / "ours.csv"
    roster.write_text("Staff No,Name,Hired,Role,Pay\n" + "\n".join(rows), encoding="utf-8")
    with browser.desk(1280, 900) as desk:
        hand = opened(desk, app, "en")
        page = desk.page
        hand.turn("people")
        with page.expect_file_chooser() as chosen:
            hand.click(page.get_by_role("button", name=hand.words["upload"]))
        chosen.value.set_files(roster)
        page.wait_for_selector(".ls-mapping", timeout=60_000)
        desk.wait_words(".ls-report", "cannot be used yet")  # whose key stands in a column of ours is not known
        menu = page.locator(".ls-mapping .ls-control", has=page.get_by_text("Staff No", exact=True)).locator("select")
        menu.select_option(label="staff number (person)")
        desk.wait_words(".ls-report", "80 people are in")
        assert "Ann 1" not in page.content()
        page.screenshot(path=shots / "people-en.png", full_page=True)
        hand.press("with")
        page.locator(".ls-legend").wait_for(timeout=60_000)
        desk.wait_full()
        # the arrow changes a rule, so that there is something to look closer at
        page.locator(".noUi-handle").first.focus()
        page.keyboard.press("ArrowRight")
        desk.wait_full()
        hand.turn("views")
        hand.tab("winners")
        hand.press("begin")
        page.locator(".ls-report:visible .ladder-table").first.wait_for(timeout=180_000)
        page.screenshot(path=shots / "views-en.png", full_page=True)
        hand.turn("people")
        hand.press("delete")
        desk.wait_words(".ls-page .ls-said", "The list is deleted")
        assert not desk.errors


class Deaf:
    """A line between page and session that loses the full picture until the page has said that it listens.

    That is what becomes of messages that are sent after a page has asked how all stands, and before it is made.
    """

    def __init__(self, page: Any) -> None:
        self.missed, self.listens = 0, False
        page.route_web_socket(lambda url: "/channels" in url, self._routed)

    def _routed(self, line: Any) -> None:
        server = line.connect_to_server()

        def asked(message: Any) -> None:
            content = message if isinstance(message, bytes) else message.encode()
            self.listens |= b'"value":"\\n"' in content.replace(b'": "', b'":"') or b'"request_state"' in content
            server.send(message)

        def told(message: Any) -> None:
            content = message if isinstance(message, bytes) else message.encode()
            if b'data-state=\\"full\\"' in content and b"update_states" not in content and not self.listens:
                self.missed += 1
            else:
                line.send(message)

        line.on_message(asked)
        server.on_message(told)


def test_a_page_shows_what_it_missed_while_it_was_built(app: str) -> None:
    with browser.desk(1280, 900) as desk:
        deaf = Deaf(desk.page)
        desk.open_app(app)
        desk.wait_full(40)
        assert desk.status["replications"] == "60"
        print("missed", deaf.missed)
