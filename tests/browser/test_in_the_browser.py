"""The explorer as people meet it: in JupyterLab and as an app, in a real browser that cannot reach the network."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import browser

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "ready")]

WIDTHS = ((1280, 900), (1920, 1080))
NARROW = ((390, 844), (768, 1024))


def check_clean(desk: browser.Desk) -> None:
    assert not desk.outside, "requests to the outside"
    assert not desk.errors, "complaints of the page"
    assert not desk.page.locator(".ls-error").count()


def check_slider_moves_everything(desk: browser.Desk, title: str) -> None:
    desk.wait_full()
    before, drawn = desk.charts(), int(desk.status["drawn"])
    figures = desk.figures()
    desk.handle(title)
    for _ in range(4):
        desk.page.keyboard.press("ArrowRight")
    desk.wait_words(".ls-status", title)
    desk.wait_drawn(drawn)
    desk.wait_full()
    after = desk.charts()
    assert len(before) == len(after) == 6
    assert sum(a != b for a, b in zip(before, after, strict=True)) >= 5
    assert desk.figures() != figures
    assert int(desk.status["replications"]) == 60


def check_nothing_is_cut_off(desk: browser.Desk) -> None:
    """No label is wider than its room, and the page does not scroll sideways."""
    cut = desk.page.evaluate(
        """() => [...document.querySelectorAll('.ls-root .ls-control > .widget-label, .ls-root button, .ls-name')]
        .filter(e => e.offsetParent && (e.scrollWidth > e.clientWidth + 1)).map(e => e.innerText)"""
    )
    assert not cut
    root = desk.page.locator(".ls-root").first
    assert root.evaluate("e => e.scrollWidth <= e.clientWidth + 1")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_the_notebook_in_jupyterlab(lab: str, width: int, height: int, shots: Path) -> None:
    with browser.desk(width, height + 500) as desk:
        desk.open_lab(lab)
        check_slider_moves_everything(desk, "Mark for intermediate")
        check_nothing_is_cut_off(desk)
        assert not desk.page.locator(".ls-static").first.is_visible(), "hidden while the widgets live"
        desk.page.locator(".ls-root").first.scroll_into_view_if_needed()
        desk.page.screenshot(path=shots / f"lab-{width}-en.png")
        desk.page.get_by_text("中文", exact=True).click()
        desk.wait_words(".ls-tiles", "晋升率")
        desk.wait_full()
        check_nothing_is_cut_off(desk)
        desk.page.screenshot(path=shots / f"lab-{width}-zh.png")
        check_clean(desk)


@pytest.mark.parametrize(("width", "height"), (*NARROW, *WIDTHS))
def test_the_app(app: str, width: int, height: int, shots: Path) -> None:
    with browser.desk(width, height) as desk:
        desk.open_app(app)
        check_slider_moves_everything(desk, "Service as specialist")
        check_nothing_is_cut_off(desk)
        desk.page.screenshot(path=shots / f"app-{width}-en.png")
        desk.page.get_by_text("中文", exact=True).click()
        desk.wait_words(".ls-tiles", "晋升率")
        desk.wait_full()
        check_nothing_is_cut_off(desk)
        desk.page.screenshot(path=shots / f"app-{width}-zh.png")
        for name in ("人员", "比较", "保存"):
            desk.page.locator(".ls-tabs").get_by_text(name, exact=True).click()
            desk.page.wait_for_timeout(300)
            check_nothing_is_cut_off(desk)
            desk.page.screenshot(path=shots / f"app-{width}-zh-{name}.png")
        check_clean(desk)


def speak(desk: browser.Desk, language: str) -> None:
    """Open the app's explorer in a language, played whole and with names for those who listen."""
    desk.wait_full()
    if language == "zh":
        desk.page.get_by_text("中文", exact=True).click()
        desk.wait_words(".ls-tiles", "晋升率")
        desk.wait_full()
    desk.wait_named()


#: The pages beside the explorer, by what opens something on each of them.
PAGES = {"en": ("Write a scheme", "Own people", "Look closer"), "zh": ("编写方案", "自有人员", "深入分析")}
SMALL_SCHEME = {"en": "A small scheme", "zh": "小型样例方案"}


@pytest.mark.parametrize("language", PAGES)
def test_the_app_can_be_listened_to(app: str, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")

    def check(place: str) -> None:
        found = axe.Axe().run(desk.page).response["violations"]
        bad.extend((place, one["id"], one["help"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found
                   if one["impact"] in ("serious", "critical"))  # fmt: skip

    bad: list[tuple[str, str, str, list[str]]] = []

    with browser.desk(1280, 900) as desk:
        desk.open_app(app)
        speak(desk, language)
        check("explorer")
        for page in PAGES[language]:
            desk.page.locator(".ls-pages").get_by_text(page, exact=True).click()
            check(page)
        desk.page.locator(".ls-pages").get_by_text(PAGES[language][0], exact=True).click()
        desk.page.get_by_role("button", name=SMALL_SCHEME[language], exact=True).click()
        desk.page.wait_for_selector(".ls-form .ls-ladder img")
        for tab in range(desk.page.locator(".ls-form .ls-tabs button").count()):
            desk.page.locator(".ls-form .ls-tabs button").nth(tab).click()
            check(f"form, section {tab + 1}")
        assert not bad


@pytest.mark.parametrize("language", PAGES)
def test_the_app_is_worked_by_the_keyboard_alone(app: str, language: str) -> None:
    with browser.desk(1280, 900) as desk:
        desk.open_app(app)
        speak(desk, language)
        drawn = int(desk.status["drawn"])
        for _ in range(60):
            desk.page.keyboard.press("Tab")
            if desk.page.evaluate("() => document.activeElement.classList.contains('noUi-handle')"):
                break
        else:
            pytest.fail("no slider is reached by Tab")
        desk.page.keyboard.press("ArrowRight")
        desk.wait_drawn(drawn)
        assert "=" in desk.status["text"]
        check_clean(desk)
