"""The dashboard in other languages in a browser: German served, taken over and chosen; nothing untranslated, nothing cut off."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from diagnostics.diagnosis.money import CURRENCIES
from diagnostics.language import PSEUDO
from tests.app.conftest import PHONE, ROOT, WIDE, Visit, running_server
from tests.app.server.test_browser_first import OTHERS, PLACED, SHIFTS
from tests.pseudo import untranslated

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("language")]

EXAMPLE = "#example=leads_pile_up"
SIZES = ({"width": 390, "height": 844}, {"width": 830, "height": 900}, WIDE)


# --- what is served, chosen and linked ----------------------------------------------------------------------------


def served(address, languages, path="", **headers):
    request = urllib.request.Request(address + path, headers={"Accept-Language": languages, **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, reply.headers, reply.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.headers, problem.read().decode()


@pytest.mark.parametrize(
    ("languages", "language", "said"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de", "Ihre Zahlen"),
        ("en-GB", "en", "Your numbers"),
        ("fr", "en", "Your numbers"),
        ("", "en", "Your numbers"),
        ("x" * 5000, "en", "Your numbers"),
    ],
)
def test_the_document_is_in_the_language_that_is_asked_for(server, languages, language, said):
    status, headers, text = served(server[0], languages)
    assert status == 200
    assert f'<html lang="{language}">' in text
    assert said in text
    assert headers["Content-Language"] == language
    assert {part.strip() for part in headers["Vary"].split(",")} == {"Accept-Encoding", "Accept-Language"}


def test_a_copy_in_one_language_is_not_taken_for_the_other(server):
    (_, german, _), (_, english, _) = served(server[0], "de"), served(server[0], "en")
    assert german["Etag"] != english["Etag"]
    assert served(server[0], "de", **{"If-None-Match": german["Etag"]})[0] == 304
    assert served(server[0], "en", **{"If-None-Match": german["Etag"]})[0] == 200


def test_an_error_is_in_the_language_that_is_asked_for(server):
    status, headers, text = served(server[0], "de", "nothing-here")
    assert status == 404
    assert "Unter dieser Adresse gibt es nichts." in text
    assert "lang=de" in text
    assert headers["Vary"] == "Accept-Language"


@pytest.fixture
def speaking(server, browser):
    """Visit the page with a browser that prefers a language."""
    visits = []

    def start(locale, query="", size=WIDE):
        visits.append(Visit(browser, server[0], size, locale))
        return visits[-1].open(query)

    yield start
    for v in visits:
        v.context.close()
        assert v.faults == []
        assert v.strangers == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_german_document_is_taken_over_and_nothing_jumps(server, browser, size):
    v, scripts = Visit(browser, server[0], size, "de-DE"), []
    v.page.route("**/static/dashboard.*.js", lambda route: scripts.append(route))
    v.page.add_init_script(SHIFTS)
    v.page.goto(v.address, wait_until="commit")
    v.page.wait_for_selector(".wl-first .wl-action")
    v.page.evaluate(PLACED)
    for script in scripts:
        script.continue_()
    v.page.wait_for_selector(".wl[data-revision]")
    assert v.page.evaluate(OTHERS) == []
    v.settle()
    assert sum(v.page.evaluate("window.shifts")) < 0.02
    v.context.close()
    assert v.faults == []


def language_of(v):
    return v.page.evaluate("[document.documentElement.lang, document.querySelector('.wl').lang, document.title]")


def choose(v, code):
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.select_option(".wl-foot [name=language]", code)
    v.changed(before)


def test_another_language_is_chosen_without_loading_the_page_again(speaking):
    v = speaking("de-DE", EXAMPLE).settle()
    assert language_of(v) == ["de", "de", "Marketing oder Vertrieb: Was ist die Schwachstelle?"]
    v.page.evaluate("window.same = true")
    v.page.focus(".wl-foot [name=language]")
    choose(v, "en")
    v.page.wait_for_function("() => location.hash.includes('language=en')")
    assert v.page.evaluate("window.same")
    assert language_of(v) == ["en", "en", "Is marketing or sales the weak link?"]
    assert v.page.inner_text(".wl-form .wl-h >> nth=0").startswith("Your numbers")
    assert (
        v.page.inner_text(".wl-site p")
        == served(v.address, "en")[2].partition("wl-site")[2].partition("<p>")[2].partition("</p>")[0]
    )
    assert "Appearance" in v.page.inner_text(".wl-site")
    assert v.page.evaluate("document.activeElement.name") == "language"
    v.page.reload()
    v.page.wait_for_selector(".wl[data-revision]")
    assert language_of(v)[0] == "en"


def test_a_choice_stays_through_undo_and_examples(speaking):
    v = speaking("en-US", EXAMPLE).settle()
    v.type("leads", "1900")
    choose(v, "de")
    v.press("Rückgängig")
    assert language_of(v)[0] == "de"
    assert v.page.input_value("[name=leads]") == "1805"
    v.press("Leeren")
    assert language_of(v)[0] == "de"
    assert v.page.inner_text(".wl-tools").startswith("Rückgängig")


def test_a_link_brings_its_language(speaking):
    v = speaking("en-US", f"{EXAMPLE}&language=de").settle()
    assert language_of(v)[0] == "de"
    assert v.page.input_value(".wl-foot [name=language]") == "de"


def test_the_table_is_in_the_language_that_was_chosen(speaking):
    v = speaking("en-US", f"{EXAMPLE}&way=table").settle()
    assert "Add a month" in v.page.inner_text(".wl-grid-foot")
    choose(v, "de")
    assert "Monat hinzufügen" in v.page.inner_text(".wl-grid-foot")
    assert v.page.locator(".wl-grid-rows [role=row]").count() >= 12


def test_numbers_are_read_as_the_language_writes_them(speaking):
    v = speaking("de-DE", EXAMPLE).settle()
    v.page.click("summary:has-text('In Geld')")
    v.type("sale", "1.250")
    assert v.page.get_attribute("[name=sale]", "aria-invalid") is None
    assert "11.900\u00a0€" in v.page.inner_text(".wl-cost")


# --- nothing is untranslated, nothing is cut off ------------------------------------------------------------------

TEXTS = """own => {
    const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), charts = new Set();
    const shown = e => (e.closest('select') ?? e).checkVisibility({ visibilityProperty: true });
    while (texts.nextNode()) {
        const { data, parentElement: e } = texts.currentNode, chart = e.closest('svg text');
        if (!data.trim() || e.closest('script, style, noscript, ' + own) || !shown(e) || charts.has(chart)) continue;
        if (chart) charts.add(chart);
        found.push([e.closest('[class]').getAttribute('class'), chart ? chart.textContent : data]);
    }
    for (const e of document.body.querySelectorAll('[aria-label], [title], [placeholder]'))
        if (shown(e) && !e.closest(own))
            for (const name of ['aria-label', 'title', 'placeholder'])
                if (e.getAttribute(name)) found.push([`${e.getAttribute('class')} ${name}`, e.getAttribute(name)]);
    return found;
}"""
OWN_PLACES = "[name=language], .wl-samples, .wl-value-text, .wl-pairs-table th, .wl-source, .wl-file"
"""Where the reader's own texts stand, and the languages' own names."""
OWN_WORDS = (*CURRENCIES, "PDF", "HTML", "XLSX", "CSV", "PNG", "SVG")
LEDGER_WORDS = (
    "Anna",
    "Ben",
    "Carla",
    "David",
    "Eva",
    "Frank",
    "Price portal",
    "Referral",
    "Showroom",
    "Trade fair",
    "Website",
)
"""Reps and channels of the example with one row per lead."""

CUT = """() => {
    const found = [], { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide`);
    for (const e of document.querySelectorAll('.wl *, .wl-site *')) {
        if (!e.checkVisibility() || e.closest('.wl-away, .wl-skip, svg, .wl-chart, select')) continue;
        const { overflowX } = getComputedStyle(e);
        if (!['visible', 'auto', 'scroll'].includes(overflowX) && e.scrollWidth > e.clientWidth + 1)
            found.push(`${e.className}: ${e.scrollWidth} > ${e.clientWidth}: ${e.textContent.slice(0, 80)}`);
        const card = e.closest('.wl-card');
        if (!card || e.childElementCount || !e.textContent.trim() || e.closest('.wl-scroll, .wl-grid-scroll, .wl-doubt')) continue;
        const range = document.createRange();
        range.selectNodeContents(e);
        const over = range.getBoundingClientRect().right - card.getBoundingClientRect().right;
        if (over > 1) found.push(`${e.className} is ${Math.round(over)} beyond its card: ${e.textContent.slice(0, 80)}`);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def pseudo(chromium_path, browser, tmp_path_factory):
    """Open an address on a page in the pseudo-language."""
    log = tmp_path_factory.mktemp("pseudo") / "log.txt"
    with running_server(log, path=(ROOT, ROOT / "tests" / "app" / "pseudo")) as (address, _):
        visits = []

        def start(query):
            visits.append(Visit(browser, address, WIDE, PSEUDO))
            return visits[-1].open(query)

        yield start
        for v in visits:
            v.context.close()


def totals(pseudo):
    return pseudo(EXAMPLE).settle()


def first_sight(pseudo):
    return pseudo("").settle()


def table(pseudo):
    return pseudo(f"{EXAMPLE}&way=table").settle()


def leads(pseudo):
    return pseudo("#example=joinery&way=ledger").settle()


def empty(pseudo):
    v = totals(pseudo)
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.locator(".wl-tools > button").nth(2).click()
    v.changed(before)
    return v


def empty_table(pseudo):
    return pseudo("#way=table")


def wrong(pseudo):
    v = totals(pseudo)
    v.type("wins", "-3")
    return v


def doubted(pseudo):
    v = totals(pseudo)
    v.page.fill("[name=leads]", "18050")
    v.page.press("[name=leads]", "Enter")
    v.page.wait_for_selector(".wl-doubt >> visible=true")
    return v


def glossary(pseudo):
    v = totals(pseudo)
    v.page.click(".wl-open-glossary")
    v.page.wait_for_selector("dialog[open]")
    return v


def tour(pseudo):
    v = totals(pseudo)
    v.page.click(".wl-start-tour")
    v.page.wait_for_selector(".wl-tour")
    return v


def download(pseudo):
    v = totals(pseudo)
    v.page.click(".wl-take > summary")
    return v


STATES = (first_sight, totals, table, leads, empty, empty_table, wrong, doubted, glossary, tour, download)
OPEN_FOLDS = "() => document.querySelectorAll('details:not(.wl-menu)').forEach(fold => { fold.open = true })"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_text_is_translated_and_none_is_cut_off(pseudo, state):
    v = state(pseudo)
    v.page.evaluate(OPEN_FOLDS)
    own = (*OWN_WORDS, *LEDGER_WORDS) if state is leads else OWN_WORDS
    plain = {f"{place}: {text}" for place, text in v.page.evaluate(TEXTS, OWN_PLACES) if untranslated(text, own)}
    cut = {}
    for size in SIZES:
        v.page.set_viewport_size(size)
        v.page.wait_for_timeout(350)
        if found := v.page.evaluate(CUT):
            cut[size["width"]] = found
    assert (sorted(plain), cut) == ([], {})
    assert v.faults == []


def test_a_text_that_is_not_translated_or_cut_off_is_found(pseudo):
    v = totals(pseudo)
    v.page.evaluate(
        """() => { document.querySelector('.wl-cost').prepend('Plain English ');
                   Object.assign(document.querySelector('.wl-sentence').style, { overflow: 'hidden', whiteSpace: 'nowrap' }) }"""
    )
    plain = [text for _, text in v.page.evaluate(TEXTS, OWN_PLACES) if "Plain English" in text]
    assert [untranslated(text, OWN_WORDS) for text in plain] == ["Plain English"]
    v.page.set_viewport_size(SIZES[0])
    assert any("wl-sentence" in found for found in v.page.evaluate(CUT))
