"""The night report as a person meets it: in Chromium, on a desk and on a phone, with and without scripts, on paper."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.night import plain
from tests.night.place import LOST, lose

DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
SHOWN = (
    ("published", "index"),
    ("published", "senders/kecamatan-gondang"),
    ("held", "index.en"),
    ("held", "senders/bapenda.en"),
    ("published", "programme"),
    ("held", "programme.en"),
    ("held", "dictionary"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NIK = re.compile(r"(?<![0-9a-f])\d{16}(?![0-9a-f])")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it; without one these tests are skipped, except where a browser is required."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        required = os.environ.get("CI") or os.environ.get("PAYUNG_REQUIRE_BROWSER") == "1"
        (pytest.fail if required else pytest.skip)(f"none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def nights(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The snapshot of a published night, and that of the next one, held because two senders' lists were lost."""
    home = tmp_path_factory.mktemp("browser") / "home"
    shutil.copytree(published, home, symlinks=True)
    lose(home / "raw", *LOST)
    held = plain.night(home)
    assert held.verdict == "held"
    return {"published": (home / "curated" / "latest").resolve(), "held": held.folder}


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of its own, as wide as the test asks (a desk unless it does); it must not complain."""
    width: ViewportSize = getattr(request, "param", DESK)
    context = browser.new_context(viewport=width)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    yield page
    context.close()
    assert said == []


BOTH_WIDTHS = pytest.mark.parametrize("page", [DESK, PHONE], ids=["desk", "phone"], indirect=True)
BOTH_NIGHTS = pytest.mark.parametrize("night", ["published", "held"])


def show(page: Page, snapshot: Path, name: str = "index") -> None:
    page.goto((snapshot / "report" / f"{name}.html").as_uri())


def test_no_page_asks_for_anything_but_itself(page: Page, nights: dict[str, Path]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    files = sorted((nights["published"] / "report" / "senders").glob("*.html"))
    assert len(files) > 100  # two languages of some fifty senders
    files += [path for night in nights.values() for path in (night / "report").glob("*.html")]
    for file in files:
        page.goto(file.as_uri())
    assert asked == [file.as_uri() for file in files]


@BOTH_WIDTHS
@pytest.mark.parametrize(("night", "name"), SHOWN)
def test_a_page_can_be_used_by_everybody(page: Page, nights: dict[str, Path], night: str, name: str) -> None:
    """By axe-core's rules: contrast, headings, landmarks, names, languages, tables and whatever else it looks at."""
    show(page, nights[night], name)
    found = Axe().run(page, options={**RULES, "resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found] == []


@BOTH_WIDTHS
@pytest.mark.parametrize(("night", "name"), SHOWN)
def test_a_page_is_never_wider_than_the_screen(page: Page, nights: dict[str, Path], night: str, name: str) -> None:
    show(page, nights[night], name)
    assert page.evaluate("document.documentElement.scrollWidth") == page.evaluate("window.innerWidth")


@BOTH_NIGHTS
def test_the_verdict_is_what_is_seen_first(page: Page, nights: dict[str, Path], night: str) -> None:
    show(page, nights[night])
    heading = page.locator("h2").first
    assert heading.inner_text() == {"published": "Terbit", "held": "Ditahan"}[night]
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] < 300
    if night == "held":
        assert "turun lebih dari sepersepuluh" in page.locator(".verdict").inner_text()


def test_without_scripts_everything_can_be_read(browser: Browser, nights: dict[str, Path]) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    show(page, nights["held"])
    senders = pl.read_parquet(nights["held"] / "analyst" / "senders.parquet")
    rows = page.locator("#senders tbody tr")
    assert rows.count() == senders.height
    assert all(rows.nth(number).is_visible() for number in range(rows.count()))
    assert page.locator("thead button").count() == 0
    assert not page.locator(".filter").first.is_visible()
    page.get_by_role("link", name="English").click()
    assert page.locator("h2").first.inner_text() == "Held"
    page.get_by_role("link", name="Kecamatan Gondang").first.click()
    assert page.locator("h1").inner_text() == "Kecamatan Gondang"
    context.close()


def test_senders_without_a_list_come_first_and_a_filter_finds_them(page: Page, nights: dict[str, Path]) -> None:
    show(page, nights["held"])
    rows = page.locator("#senders tbody tr")
    everybody = rows.count()
    states = rows.locator("td:nth-child(2)").all_inner_texts()
    missing = states.count("Belum mengirim")
    assert missing >= 4  # two of the demo, two that were lost
    assert states[:missing] == ["Belum mengirim"] * missing
    page.get_by_label("Cari pengirim atau keadaan").fill("belum MENGIRIM")
    assert page.locator("#senders tbody tr:visible").count() == missing
    status = page.locator("[data-filters=senders] [role=status]")
    assert status.inner_text() == f"{missing} dari {everybody} baris"
    page.get_by_label("Cari pengirim atau keadaan").fill("")
    assert page.locator("#senders tbody tr:visible").count() == everybody


def test_a_table_is_sorted_by_its_headings(page: Page, nights: dict[str, Path]) -> None:
    show(page, nights["published"])
    head = page.locator("#senders thead th", has_text="Baris dibaca")
    cells = page.locator("#senders tbody tr td:nth-child(6)")
    for direction in ("ascending", "descending"):
        head.get_by_role("button").press("Enter")
        assert head.get_attribute("aria-sort") == direction
        numbers = [int(text.replace(".", "")) for text in cells.all_inner_texts()]
        assert numbers == sorted(numbers, reverse=direction == "descending")
        assert len(set(numbers)) > 5
    page.locator("#senders thead th", has_text="Nilai").get_by_role("button").click()
    assert page.locator("#senders thead [aria-sort]").count() == 1
    scores = page.locator("#senders tbody tr td:nth-child(3)").all_inner_texts()
    scored = [float(text.replace(",", ".")) for text in scores if text != "–"]
    assert scored == sorted(scored)
    assert scores[len(scored) :] == ["–"] * (len(scores) - len(scored))  # those without a score stay below


def test_the_switch_leads_to_the_same_page_in_the_other_language(page: Page, nights: dict[str, Path]) -> None:
    show(page, nights["published"], "senders/kecamatan-gondang")
    assert page.locator("html").get_attribute("lang") == "id"
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/senders/kecamatan-gondang.en.html")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".back a").click()
    assert page.url.endswith("/report/index.en.html")
    page.get_by_role("link", name="Indonesia", exact=True).click()
    assert "1.000" in page.locator(".figures").inner_text()


def test_the_chart_and_the_tiles_show_the_same_workers(page: Page, nights: dict[str, Path]) -> None:
    show(page, nights["published"])
    tiles = [int(text.replace(".", "")) for text in page.locator(".tiles strong").all_inner_texts()]
    ends = [text for text in page.locator(".chart svg text").all_text_contents() if text[0].isdigit()]
    assert len(tiles) == 19
    assert sorted(tiles) == sorted(int(text.replace(".", "")) for text in ends)
    totals = pl.read_parquet(nights["published"] / "analyst" / "budget_totals.parquet")
    assert sum(tiles) == totals.drop_nulls("kecamatan_code")["workers"].sum()


def test_on_paper_the_tables_are_whole_and_what_only_a_screen_needs_is_gone(
    page: Page, nights: dict[str, Path]
) -> None:
    show(page, nights["published"])
    page.emulate_media(media="print")
    for gone in (".languages", ".contents", ".filter"):
        assert not page.locator(gone).first.is_visible(), gone
    numbers = page.locator("details table")
    assert numbers.evaluate("table => table.getBoundingClientRect().height") > 300  # unfolded
    assert page.locator(".scroll").first.evaluate("frame => getComputedStyle(frame).overflowX") == "visible"
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 3


def test_return_workbooks_are_linked_where_they_are(page: Page, nights: dict[str, Path]) -> None:
    show(page, nights["published"])
    links = page.locator("#senders a[href$='.xlsx']").evaluate_all("links => links.map(link => link.href)")
    written = {path.as_uri() for path in (nights["published"] / "steward" / "returns").glob("*.xlsx")}
    assert set(links) == written
    assert len(written) > 20


@BOTH_NIGHTS
def test_no_person_is_on_any_page(nights: dict[str, Path], night: str) -> None:
    steward = nights[night] / "steward"
    workers = pl.read_parquet(steward / "workers" / "*" / "*.parquet", hive_partitioning=False)
    rows, log = (pl.read_parquet(steward / f"{name}.parquet") for name in ("rows", "reason_log"))
    sent = log.filter(pl.col("column").is_in(["name", "nik"]))["original"]
    told = (
        pl.concat([workers["name"], workers["nik"], workers["phone"], rows["nik_text"], sent])
        .drop_nulls()
        .str.strip_chars()
    )
    # Words of one or two letters, a dash, a lone first name are parts of other words; nobody is known by them.
    people = {text.casefold() for text in told.unique() if len(text) > 8}
    assert len(people) > 1_000
    pages = list((nights[night] / "report").rglob("*.html"))
    texts = [path.read_text(encoding="utf-8") for path in pages]
    named = pl.Series([text.casefold() for text in texts]).str.contains_any(sorted(people))
    assert [path for path, text, names in zip(pages, texts, named, strict=True) if names or NIK.search(text)] == []
