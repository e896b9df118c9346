"""A firm's profile: checked fields, colours that can be read, and a logo that neither runs, moves, nor fetches anything."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from diagnostics.app.case.case import Case
from diagnostics.app.case.deletion import belongings
from diagnostics.app.case.firm import FONT, Firm, find_firm, firms_in, list_firms, new_firm_path
from diagnostics.app.case.firm_colours import READABLE, contrast, readable
from diagnostics.app.case.folder import list_cases
from diagnostics.app.case.logo import KEPT_PIXELS, LARGEST_LOGO, from_base64, logo, read_logo
from diagnostics.errors import InputError

COLOURS = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)


def svg(inner="", head='viewBox="0 0 200 60"'):
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {spaces} {head}>{inner}</svg>".encode()


def raster(size=(300, 90), mode="RGB", kind="PNG", **more):
    file = io.BytesIO()
    Image.new(mode, size, 0 if mode in ("L", "1", "P") else None).save(file, kind, **more)
    return file.getvalue()


def refused(content, name="logo.svg"):
    with pytest.raises(InputError) as caught:
        logo(content, name)
    assert caught.value.message("page", "Logo").startswith("Logo: “")
    return caught.value.code


# --- the record and its file --------------------------------------------------------------------------------------


@given(COLOURS)
def test_a_colour_that_is_used_can_be_read_and_one_that_can_is_kept(colour):
    used = readable(colour)
    assert contrast(used) >= READABLE
    assert used == colour.upper() or contrast(colour) < READABLE


@given(COLOURS)
def test_no_lighter_colour_of_the_same_hue_would_do(colour):
    used = readable(colour)
    if used != colour.upper():
        lighter = "#" + "".join(f"{min(255, int(used[at : at + 2], 16) + 6):02X}" for at in (1, 3, 5))
        assert contrast(lighter) < READABLE


def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read():
    with pytest.raises(InputError) as caught:
        Firm().changed(accent="#F2A900")
    assert caught.value.code == "firm-colour-pale"
    assert contrast(caught.value.facts["used"]) >= READABLE
    assert caught.value.facts["used"] in caught.value.message("page", "Main colour")


def test_a_profile_is_read_as_it_was_saved(tmp_path):
    firm = Firm(name="Kern & Partner", contact="A\n\n B ", footer="x", logo=logo(raster(), "a.png"))
    path = new_firm_path(tmp_path, firm.name)
    firm.save(path)
    assert Firm.load(path) == firm
    assert firm.contact_lines == ("A", "B")
    assert [(one.file, one.name) for one in list_firms(tmp_path)] == [("Kern-Partner.json", "Kern & Partner")]
    assert new_firm_path(tmp_path, firm.name).name == "Kern-Partner-2.json"


def test_a_profile_is_no_client_and_is_not_deleted_with_one(tmp_path):
    Firm(name="Kern").save(new_firm_path(tmp_path, "Kern"))
    Case(client="Kern").save(tmp_path / "Kern.json")
    assert [one.client for one in list_cases(tmp_path)] == ["Kern"]
    assert belongings(tmp_path / "Kern.json", lambda _: True) == (tmp_path / "Kern.json",)


def test_what_another_window_changed_is_not_overwritten(tmp_path):
    path = tmp_path / "firms" / "a.json"
    seen = Firm(name="A").save(path)
    Firm(name="B").save(path, seen)
    with pytest.raises(InputError, match="another window"):
        Firm(name="C").save(path, seen)
    assert Firm.load(path).name == "B"
    assert sorted(file.name for file in path.parent.iterdir() if not file.name.startswith(".")) == ["a.json"]


def test_a_font_and_a_colour_changed_by_hand_are_said_and_others_used(tmp_path):
    firm = Firm.from_json(json.dumps({**json.loads(Firm().to_json()), "font": "Comic Sans", "second": "#FFEE00"}))
    assert firm.family == FONT
    assert contrast(firm.second_used) >= READABLE
    assert any("Comic Sans" in line for line in firm.said()) and any("#FFEE00" in line for line in firm.said())
    assert not Firm().said()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "weak-link case"}, "firm-other-kind"),
        ({"version": 2}, "firm-newer"),
        ({"accent": "blue"}, "firm-file-value"),
        ({"surprise": 1}, "firm-file-value"),
        ({"name": "x" * 1000}, "firm-file-value"),
        ({"logo": {"kind": "image/png", "data": "AAAA", "width": 1, "height": 1}}, "logo-damaged"),
        ({"logo": {"kind": "image/png", "data": "A", "width": 1, "height": 1}}, "logo-damaged"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_with_the_reason(change, code, tmp_path):
    path = tmp_path / "firms" / "a.json"
    path.parent.mkdir()
    path.write_text(json.dumps({**json.loads(Firm(name="A").to_json()), **change}))
    found = find_firm("a.json", [tmp_path])
    assert found.firm is None
    assert found.problem.code == code
    assert list_firms(tmp_path)[0].problem.code == code


def test_a_logo_put_into_a_file_by_hand_is_looked_at_again(tmp_path):
    text = Firm(logo=logo(svg("<rect/>"), "a.svg")).to_json()
    import base64

    bad = base64.b64encode(svg("<script/>")).decode()
    data = json.loads(text)
    data["logo"]["data"] = bad
    with pytest.raises(InputError, match="script"):
        Firm.from_json(json.dumps(data))


@pytest.mark.parametrize("file", ["gone.json", "../secret.json", ".hidden.json", "a.txt", "x\0.json"])
def test_a_profile_that_is_not_there_is_said(file, tmp_path):
    firms_in(tmp_path).mkdir()
    (tmp_path / "secret.json").write_text(Firm(name="A").to_json())
    found = find_firm(file, [tmp_path])
    assert (found.firm, found.problem.code) == (None, "firm-gone")
    assert find_firm("", [tmp_path]).problem is None


# --- the logo -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="x()"/>',
        '<rect ONCLICK="x()"/>',
        "<foreignObject/>",
        '<div xmlns="http://www.w3.org/1999/xhtml"/>',
        '<script xmlns="http://www.w3.org/1999/xhtml"/>',
        '<image href="http://example.org/a.png"/>',
        '<image href="data:image/svg+xml;base64,AA=="/>',
        '<use xlink:href="other.svg#a"/>',
        '<a href="javascript:alert(1)"/>',
        "<style>@import 'x';</style>",
        "<style>rect { fill: url(http://example.org) }</style>",
        "<style>rect { fill: u\\72l(http://example.org) }</style>",
        "<rect style=\"fill: url( 'https://example.org' )\"/>",
        '<rect fill="url(//example.org/a)"/>',
        "<animate/>",
        "<set/>",
        "<filter/>",
        '<g xml:base="http://example.org/"/>',
        "<?xml-stylesheet href='x'?>",
    ],
)
def test_a_drawing_with_something_that_runs_moves_or_fetches_is_refused(inner):
    assert refused(svg(inner)) == "logo-unsafe"


def test_entities_are_refused_before_they_grow():
    lines = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    assert refused(f'<!DOCTYPE svg [<!ENTITY a0 "ha">{lines}]>'.encode() + svg("<title>&a9;</title>")) == "logo-unsafe"


def test_shapes_used_within_shapes_do_not_grow_without_end():
    groups = "".join(f'<g id="g{at}">{f"""<use href="#g{at - 1}"/>""" * 10}</g>' for at in range(1, 9))
    assert refused(svg(f'<g id="g0"><rect/></g>{groups}')) == "logo-too-rich"
    assert refused(svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')) == "logo-too-rich"
    patterns = "".join(f'<pattern id="p{at}">{f"""<rect fill="url(#p{at - 1})"/>""" * 10}</pattern>' for at in range(9))
    assert refused(svg(patterns)) == "logo-too-rich"
    assert refused(svg("<g>" * 200 + "</g>" * 200)) == "logo-too-rich"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "logo-kind"),
        (b"GIF89a", "logo-kind"),
        (b"<html></html>", "logo-kind"),
        (svg("<g>"), "logo-damaged"),
        (svg(head=""), "logo-no-size"),
        (svg(head='viewBox="0 0 0 0"'), "logo-no-size"),
        (svg(head='viewBox="0 0 2000 10"'), "logo-flat"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "logo-damaged"),
        (raster()[:-40], "logo-damaged"),
        (b"\xff\xd8\xff", "logo-damaged"),
        (raster((4001, 400), "1"), "logo-too-wide"),
        (raster((2000, 20)), "logo-flat"),
        (b"<" + b" " * LARGEST_LOGO, "logo-too-large"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_reason(content, code):
    assert refused(content) == code


def test_forty_megabytes_are_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "big.png"
    with path.open("wb") as file:
        file.truncate(40_000_000)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_logo(path)
    with pytest.raises(InputError, match="larger than 1 MB"):
        from_base64("A" * 40_000_000, "big.png")


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_size_alone():
    """60,000 × 60,000 pixels in a file of a few hundred bytes."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")
    assert refused(bomb) in ("logo-too-wide", "logo-damaged")


def test_a_raster_logo_keeps_its_pixels_and_nothing_else():
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "Somebody Secret")
    kept = logo(raster((2400, 600), "RGBA", pnginfo=about), "a.png")
    assert b"Secret" not in kept.content
    assert (kept.width, kept.height) == (KEPT_PIXELS, 300)
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "Secret place", 6  # turned by a quarter
    kept = logo(raster((300, 90), kind="JPEG", exif=exif), "a.jpg")
    assert b"Secret" not in kept.content and b"Exif" not in kept.content
    assert (kept.width, kept.height) == (90, 300)
    assert logo(raster(mode="CMYK", kind="JPEG"), "a.jpg").kind == "image/jpeg"


def test_an_ordinary_drawing_is_kept_byte_for_byte():
    drawing = svg(
        "<metadata>made by hand</metadata><defs><linearGradient id='a'><stop offset='0'/></linearGradient></defs>"
        "<style>.b { fill: url(#a) }</style><rect class='b' width='9' height='9'/><text>Kern</text>"
    )
    old = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">' + drawing
    assert logo(drawing, "a.svg").content == drawing
    assert logo(old, "a.svg").content == old
