"""Colours in both themes: what is read has a contrast of 4.5, what a picture says one of 3; figures have a dark half."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import diagnostics as dx
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import example
from diagnostics.app.pages import style
from diagnostics.app.pages.charts.balance import balance_spec
from diagnostics.app.pages.charts.bridge import bridge_spec
from diagnostics.reference import samples

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "frontend" / "src"
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\b(?:rgba?|hsla?)\(|\b(?:white|black)\b(?!-)")
TEXT, GRAPHIC = 4.5, 3.0


def themes() -> dict[str, tuple[str, str]]:
    """Name -> the colour of the style sheet on a light and on a dark screen."""
    text = (SOURCE / "styles" / "colours.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", text)
    return {name: (light, dark) for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it.

    >>> luminance("#fff")
    1.0
    """
    digits = {"white": "ffffff", "black": "000000"}.get(colour, colour.lstrip("#"))
    digits = "".join(2 * each for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_what_the_standard_says():
    assert contrast("#fff", "black") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the usual example of just too little


PLAIN = ("card", "ground", "subtle", "aside", "hover", "pressed")
READ = {
    "ink": (*PLAIN, "notice", "note", "selected", "shade-0", "shade-1", "shade-2", "shade-3", "shade-4", "drop"),
    "quiet": (*PLAIN, "note", "notice"),
    "marketing-text": ("card", "ground"),
    "sales-text": ("card", "ground"),
    "wrong": ("card", "ground", "notice", "aside"),
    "wrong-hover": ("wrong-ground", "wrong-selected"),
    "notice-text": ("notice", "card"),
    "link": ("card", "ground"),
    "on-solid": ("solid", "solid-hover", "wrong", "wrong-hover"),
}
SEEN = {
    "marketing": ("card", "ground"),
    "sales": ("card", "ground"),
    "even": ("card", "track"),
    "field-edge": ("card", "ground", "subtle"),
    "focus": ("card", "ground", "notice", "note", "hover"),
    "wrong-edge": ("card",),
    "wood": ("card",),
    "notice-strong": ("card", "notice"),
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(READ, TEXT), (SEEN, GRAPHIC)], ids=["texts", "graphics"])
def test_contrast_in_both_themes(pairs, least, dark):
    colour = {name: both[dark] for name, both in themes().items()}
    found = {
        f"{name} on {ground}": round(contrast(colour[name], colour[ground]), 2)
        for name, grounds in pairs.items()
        for ground in grounds
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_only_one_style_sheet_names_colours():
    sheets = [path for path in SOURCE.rglob("*.css") if path.name != "colours.css"]
    found = [
        f"{path.name}: {line.strip()}"
        for path in sheets
        for line in path.read_text(encoding="utf-8").splitlines()
        if COLOUR.search(line)
    ]
    assert sheets
    assert found == []
    assert COLOUR.search("  color: #fff;")


def dark_half() -> dict[str, str]:
    return json.loads((SOURCE / "components" / "dark.json").read_text(encoding="utf-8"))


def palette() -> set[str]:
    """Every colour of style.py."""
    named = [value for name, value in vars(style).items() if name.isupper()]
    texts = [text for value in named for text in (value.values() if isinstance(value, dict) else [value])]
    return {text.lower() for text in texts if re.fullmatch(r"#[0-9A-Fa-f]{6}", str(text))}


def coloured(part: object, under: str = "") -> set[str]:
    """The colours that a figure names."""
    if isinstance(part, dict):
        return {colour for key, value in part.items() for colour in coloured(value, key)}
    if isinstance(part, list):
        return {colour for value in part for colour in coloured(value, under)}
    return {part.lower()} if isinstance(part, str) and under.endswith("color") else set()


def test_every_colour_of_a_figure_has_one_for_a_dark_screen():
    assert len(palette()) > 8
    assert palette() - dark_half().keys() == set()


def test_a_figure_names_no_colour_but_those_of_the_palette():
    here = ROOT / "diagnostics" / "app" / "pages"
    files = [*(here / "charts").glob("*.py"), here / "leads_charts.py"]
    literals = {
        found.lower()
        for path in files
        for found in re.findall(r'"(#[0-9A-Fa-f]{3,8}|rgba?\([^"]*\)|white|black)"', path.read_text(encoding="utf-8"))
    }
    assert literals == {"white", "rgba(0,0,0,0)"}
    assert literals - dark_half().keys() == set()


@pytest.mark.parametrize("name", samples.load())
def test_the_figures_of_the_samples_have_a_dark_half(name):
    reading = read_counts(example(name).texts)
    d = dx.diagnose(reading.funnel, reading.par)
    for spec in (balance_spec(d), bridge_spec(d), bridge_spec(d, upright=True)):
        assert len(coloured(spec)) > 3
        assert coloured(spec) - dark_half().keys() == set()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_a_figure_says_is_seen_in_both_themes(dark):
    half = dark_half()
    ground = half["white"] if dark else "white"

    def shown(colour: str) -> str:
        return half[colour.lower()] if dark else colour

    texts = [style.INK, style.QUIET, *style.SIDE_TEXT.values()]
    marks = [style.PAR, style.TODAY, *style.SIDE_COLOUR.values()]
    grounds = [ground, *map(shown, style.SIDE_TINT.values())]
    assert {c: g for c in texts for g in grounds if contrast(shown(c), g) < TEXT} == {}
    assert {c: contrast(shown(c), ground) for c in marks if contrast(shown(c), ground) < GRAPHIC} == {}
