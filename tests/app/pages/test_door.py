"""The door as a drawing: for a desk, for paper, for a phone, and by itself before anything is counted."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

import diagnostics as dx
from diagnostics.app.pages.door import DESK, SHEET, door, plain_door
from diagnostics.diagnosis import words

BUSINESSES = {
    "marketing": (dx.Funnel(leads=28, wins=8), dx.Par(goal=25, closing=0.25)),
    "sales": (dx.Funnel(leads=310, wins=17), dx.Par(goal=20, closing=0.2)),
    "direct": (dx.Funnel(leads=4828, wins=368, direct_wins=335, months=12), dx.Par(goal=65, direct=0.07, closing=0.2)),
    "no leads": (dx.Funnel(leads=0, wins=12), dx.Par(goal=20, closing=0.2)),
    "no sale": (dx.Funnel(leads=40, wins=0), dx.Par(goal=20, closing=0.2)),
}
LETTER = 0.6
"""About how wide a letter is in the widest of the fonts, of its height."""


def texts(svg):
    """Every text with its left and right end, its height above the base line, and its base line."""
    found = []
    for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        if not node.text:
            continue
        size, x, y = (float(node.get(name)) for name in ("font-size", "x", "y"))
        wide = LETTER * size * len(node.text)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor")]
        found.append((node.text, left, left + wide, y - 0.78 * size, y))
    return found


def box(svg):
    return tuple(map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split()))


@pytest.mark.parametrize("name", BUSINESSES)
@pytest.mark.parametrize("width", [DESK, SHEET])
def test_no_text_runs_into_another_or_off_the_drawing(name, width):
    svg = door(dx.diagnose(*BUSINESSES[name]), width=width)
    left, top, wide, high = box(svg)
    shown = texts(svg)
    assert len(shown) > 4
    for at, (text, start, end, above, base) in enumerate(shown):
        assert left <= start and end <= left + wide, text
        assert top <= above and base <= top + high, text
        for other, start2, end2, above2, base2 in shown[at + 1 :]:
            apart = end <= start2 or end2 <= start or base <= above2 or base2 <= above
            assert apart, (text, other)


@pytest.mark.parametrize("name", BUSINESSES)
def test_every_size_says_the_same(name):
    d = dx.diagnose(*BUSINESSES[name])
    wide = {text for text, *_ in texts(door(d))}
    assert {text for text, *_ in texts(door(d, width=SHEET))} == wide
    upright = " ".join(text for text, *_ in texts(door(d, upright=True)))
    assert all(word in upright for text in wide for word in text.replace("▲", "◀").split())


SAID = [part for side in ("marketing", "sales") for part in (words.TITLE[side], words.TALKS[side])]


def test_the_plain_door_names_the_sides_and_who_speaks():
    svg = plain_door()
    assert [text for text, *_ in texts(svg)] == SAID
    assert "aria-label" in svg


def test_the_upright_plain_door_says_the_same_in_letters_that_can_be_read_on_a_phone():
    svg = plain_door(upright=True)
    assert " ".join(text for text, *_ in texts(svg)) == " ".join(SAID)
    left, top, wide, high = box(svg)
    assert wide <= 360, "so that a unit is about a pixel on a phone"
    for text, start, end, above, base in texts(svg):
        assert left <= start and end <= left + wide, text
        assert top <= above and base <= top + high, text
