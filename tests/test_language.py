"""Texts and their translations: nothing is missing, unused, glued or put in a wrong place."""

from __future__ import annotations

import ast
import datetime
import re
import shlex
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from diagnostics import number_format as write
from diagnostics.language import DOMAIN, LANGUAGES, LOCALE, OF_PAGE, PSEUDO, SOURCE, best, language, n, speaking, t

DOMAINS = [DOMAIN, OF_PAGE]
TRANSLATED = [code for code in LANGUAGES if code != SOURCE]


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True)


def translations(found: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Forms of each text and of its translation, where that is another."""
    forms = {_forms(message.id): _forms(message.string) for message in found if message.id}
    return {text: said for text, said in forms.items() if all(said) and said != text}


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def of(domain: str, code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / f"{domain}.po"


@pytest.fixture(scope="module")
def extracted(repo_root, tmp_path_factory):
    """Every text of each domain, as `make words` finds it."""
    makefile = (repo_root / "Makefile").read_text(encoding="utf-8")
    options = shlex.split(re.search(r"^TEXTS = (.*)$", makefile, re.MULTILINE)[1])
    folder, found = tmp_path_factory.mktemp("texts"), {}
    for domain in DOMAINS:
        made = folder / f"{domain}.pot"
        mapping = f"diagnostics/locale/{domain}.toml"
        command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", mapping, *options]
        subprocess.run([*command, "-o", str(made), "."], cwd=repo_root, check=True)
        found[domain] = {message.id for message in catalogue(made) if message.id}
    return found


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.slow
def test_catalogues_hold_every_text_and_no_other(extracted, domain, code):
    held = {message.id for message in catalogue(of(domain, code)) if message.id}
    assert extracted[domain] - held == set(), "missing: run `make words` and translate"
    assert held - extracted[domain] == set(), "unused: run `make words`"


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogues_are_compiled(domain, code):
    with of(domain, code).with_suffix(".mo").open("rb") as file:
        assert translations(read_mo(file)) == translations(catalogue(of(domain, code))), "run `make words`"


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_translations_have_the_places_of_the_text(domain, code):
    wrong = []
    for message in catalogue(of(domain, code)):
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        allowed = set().union(*map(places, texts)) if message.id else set()
        wrong += [
            one
            for one in said
            if one and message.id and not (places(one) <= allowed and places(texts[-1]) <= places(one))
        ]
    assert wrong == []


def glued(source: str) -> list[int]:
    """Lines of calls of t, n or mark whose text is put together."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("t", "n", "mark")
        for text in call.args[: 2 if call.func.id == "n" else 1]
        if isinstance(text, (ast.JoinedStr, ast.BinOp))
    ]


@pytest.mark.slow
def test_no_text_is_glued(repo_root):
    modules = (repo_root / "diagnostics").rglob("*.py")
    assert {str(path): lines for path in modules if (lines := glued(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize("source", ['t(f"{a} leads")', 't("a" + b)', 'n("one", f"{x}", 2)', 'mark("%d" % a)'])
def test_a_glued_text_is_caught(source):
    assert glued(source) == [1]


@pytest.mark.parametrize("source", ['t("{a} leads", a=f"{x}")', "t(TITLE)", 'mark("a" "b")', 'n("one", "many", 2)'])
def test_a_whole_text_is_not_caught(source):
    assert glued(source) == []


def hidden(source: str) -> list[int]:
    """Lines of texts inside an f-string, where Babel does not see them before Python 3.12."""
    return [
        call.lineno
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("t", "n", "mark", "plural")
        if any(isinstance(given, ast.Constant) and isinstance(given.value, str) for given in call.args)
    ]


def test_no_text_is_hidden_in_an_f_string(repo_root):
    modules = (repo_root / "diagnostics").rglob("*.py")
    assert {str(path): lines for path in modules if (lines := hidden(path.read_text(encoding="utf-8")))} == {}


def test_a_text_in_an_f_string_is_caught():
    assert hidden("f\"{a} {t('Leads')}\"") == [1]
    assert hidden('f"{a} {t(TITLE)}"') == []


def literal_texts(source: str) -> set[str]:
    """The texts that calls of t, n and mark are given."""
    return {
        text.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("t", "n", "mark")
        for text in call.args[: 2 if call.func.id == "n" else 1]
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value
    }


@pytest.mark.slow
def test_every_text_of_python_is_found(repo_root, extracted):
    """Babel loses a text where one of its places is given by a variable that is called t, n, mark or plural."""
    found = {form for text in extracted[DOMAIN] for form in _forms(text)}
    modules = (repo_root / "diagnostics").rglob("*.py")
    lost = {str(path): literal_texts(path.read_text(encoding="utf-8")) - found for path in modules}
    assert {path: texts for path, texts in lost.items() if texts} == {}


def test_every_text_of_the_page_is_found(repo_root, extracted):
    """Babel reads JavaScript; what it does not understand of TypeScript would be lost in silence."""
    call = re.compile(r"(?<![\w.])t\(\s*(\"(?:[^\"\\]|\\.)*\")")
    sources = [*(repo_root / "frontend" / "src").rglob("*.ts"), *(repo_root / "frontend" / "src").rglob("*.tsx")]
    written = {ast.literal_eval(text) for path in sources for text in call.findall(path.read_text(encoding="utf-8"))}
    assert len(written) > 100
    assert written - extracted[OF_PAGE] == set()


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_text_of_both_catalogues_has_one_translation(code):
    """But for the soft hyphens of a place that is narrow."""
    by_python, by_page = (translations(catalogue(of(domain, code))) for domain in DOMAINS)
    plain = [
        {text: tuple(one.replace("\u00ad", "") for one in said) for text, said in of_one.items()}
        for of_one in (by_python, by_page)
    ]
    assert {text for text in by_python.keys() & by_page.keys() if plain[0][text] != plain[1][text]} == set()


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_translated_into_every_language_that_is_offered(domain, code):
    """A text that is the same in both languages is written out too."""
    messages = [message for message in catalogue(of(domain, code)) if message.id]
    assert [message.id for message in messages if not all(_forms(message.string))] == []
    assert [message.id for message in messages if message.fuzzy] == []


# --- the language of now ------------------------------------------------------------------------------------------


def test_a_language_is_spoken_within_its_statement_only():
    with speaking("de"):
        assert language() == "de"
        with speaking("Klingon"):
            assert language() == SOURCE
        assert language() == "de"
    assert language() == SOURCE


def test_a_language_ends_with_an_error_too():
    with pytest.raises(ZeroDivisionError), speaking("de"):
        1 / 0  # noqa: B018
    assert language() == SOURCE


@pytest.mark.parametrize("asked", ["", "*", ",", ";;;", "q=1", "de;q=0", "xx-YY", "de" * 5000])
def test_whatever_a_browser_asks_for_there_is_a_language(asked):
    assert best(asked) == SOURCE


@pytest.mark.parametrize("code", [SOURCE, "de", PSEUDO])
def test_a_note_to_the_translator_is_not_shown(code):
    with speaking(code):
        assert "¦" not in t("Sales ¦ the side") + t("Never translated ¦ anything")


def test_a_pseudo_text_keeps_its_places_and_is_longer():
    with speaking(PSEUDO):
        text = t("{count} of {leads}", count="3", leads="40 leads")
        assert text.startswith("[3 ")
        assert "40 leads" in text
        assert n("{count} lead", "{count} leads", 2, count="2").startswith("[2 ľéáďš")


# --- numbers, as CLDR has them for each language ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "english", "german"),
    [
        (lambda: write.integer(1234567), "1,234,567", "1.234.567"),
        (lambda: write.integer(-3), "−3", "−3"),
        (lambda: write.number(4.25), "4.2", "4,2"),
        (lambda: write.number(12345), "12,345", "12.345"),
        (lambda: write.typed(1234.5), "1,234.5", "1.234,5"),
        (lambda: write.percent(0.0548), "5.5%", "5,5\u00a0%"),
        (lambda: write.percent(12.5), "1,250%", "1.250\u00a0%"),
        (lambda: write.percent(-0.1), "−10%", "−10\u00a0%"),
        (lambda: write.megabytes(1.5e9), "1,500\u00a0MB", "1.500\u00a0MB"),
        (lambda: write.short_date(datetime.date(2025, 3, 9)), "2025-03-09", "09.03.2025"),
    ],
)
def test_numbers_are_written_as_the_language_has_them(written, english, german):
    assert written() == english
    with speaking("de"):
        assert written() == german
    with speaking(PSEUDO):
        assert written() == english


def test_no_style_sheet_writes_words(repo_root):
    """They would be the same in every language."""
    sheets = [*repo_root.glob("frontend/src/**/*.css")]
    words = re.compile(r"content:\s*\"[^\"]*[A-Za-z]{2}")
    assert len(sheets) > 10
    assert {sheet.name: found for sheet in sheets if (found := words.findall(sheet.read_text(encoding="utf-8")))} == {}
