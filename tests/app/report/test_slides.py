"""The slides: native charts with the diagnosis in them, fields, notes, a firm's look, and texts that fit."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

import diagnostics as dx
from diagnostics.app.case.records import Action, Definitions
from diagnostics.app.pages.charts.bridge import bridge_steps
from diagnostics.app.report import deck, slide_charts
from diagnostics.app.report import office_words as office
from diagnostics.app.report import words as say
from diagnostics.app.report.content import content
from diagnostics.app.report.fitting import fitted, height
from diagnostics.app.report.look import Look
from diagnostics.app.report.slide import Slide
from diagnostics.app.wording.script import script
from diagnostics.diagnosis import words
from diagnostics.funnel.links import SIDES
from diagnostics.language import speaking

from .conftest import BUSINESSES, CASES
from .office_files import A, C, charts, error_bars, shapes_of, workbook_of

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik " * 12


def opened(path):
    return Presentation(path)


def slide_of(presentation, title):
    return next(slide for slide in presentation.slides if slide.shapes.title.text_frame.text == title)


def notes(slide):
    return slide.notes_slide.notes_text_frame.text


def full():
    """More of everything than anybody would type, in words that cannot be broken."""
    actions = tuple(Action(what=f"{at} {LONG}", owner=LONG, date="2026-12-24", note=LONG) for at in range(30))
    definitions = Definitions(lead=LONG * 6, sale=LONG, interaction=LONG)
    return CASES["whole"]().changed(client=LONG, plan=actions, definitions=definitions)


# --- charts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["whole", *BUSINESSES])
def test_the_bridge_is_a_chart_whose_bars_are_the_diagnosis(name, written):
    d = content(CASES[name]()).d
    steps = bridge_steps(d)
    (chart,) = charts(slide_of(opened(written(name, "pptx")), words.bridge_title(d.assessment)))
    columns = workbook_of(chart)
    assert list(chart.plots[0].categories) == [step.name for step in steps]
    base, *drawn = (list(series.values) for series in chart.plots[0].series)
    for at, step in enumerate(steps):
        long = [series[at] for series in drawn if series[at] is not None]
        assert base[at] == pytest.approx(step.bottom, rel=1e-12)
        assert long == pytest.approx([step.top - step.bottom], rel=1e-12)
    up, down = error_bars(chart)
    assert up == pytest.approx([step.up for step in steps[1:-1]], rel=1e-12)
    assert down == pytest.approx([step.down for step in steps[1:-1]], rel=1e-12)
    assert columns[office.LEVEL] == pytest.approx([step.end for step in steps], rel=1e-12)
    labels = [node.text for node in chart._chartSpace.iterfind(f".//{C}dLbls//{A}t")]
    assert labels == [step.text for step in steps]


def test_a_bar_of_the_bridge_through_zero_has_a_part_on_either_side():
    from diagnostics.app.pages.charts.waterfall import Bar

    crossing = Bar("x", "", -2.0, 3.0, -2.0, "", "#000000")
    assert slide_charts._pieces(crossing) == (None, 3.0, -2.0)
    below = Bar("x", "", -5.0, -2.0, -5.0, "", "#000000")
    assert slide_charts._pieces(below) == (-2.0, None, -3.0)


@pytest.mark.parametrize("name", ["whole", *BUSINESSES])
def test_shares_of_target_and_chances_are_the_diagnosis(name, written):
    case = CASES[name]()
    d = content(case).d
    presentation = opened(written(name, "pptx"))
    (shares,) = charts(slide_of(presentation, say.HEAD["balance"]))
    found = dict(zip(shares.plots[0].categories, shares.plots[0].series[0].values, strict=True))
    assert found == {office.SIDE_NAME[side]: pytest.approx(d.of_par[side], rel=1e-12) for side in SIDES}
    up, down = error_bars(shares)
    ranges = [d.assessment.of_par_range[side] for side in reversed(SIDES)]
    values = [d.of_par[side] for side in reversed(SIDES)]
    assert up == pytest.approx([max(0, high - v) for (_, high), v in zip(ranges, values, strict=True)])
    assert down == pytest.approx([max(0, v - low) for (low, _), v in zip(ranges, values, strict=True)])
    (chances,) = charts(slide_of(presentation, d.sentence))
    assert {series.name: series.values[0] for series in chances.plots[0].series} == {
        say.SIDE[key]: pytest.approx(chance, rel=1e-12) for key, chance, _ in words.chances(d.assessment)
    }


def test_effort_and_shortfall_are_a_chart(written):
    said = content(CASES["whole"]())
    (chart,) = charts(slide_of(opened(written("whole", "pptx")), say.HEAD["effort"]))
    for side in SIDES:
        series = next(one for one in chart.plots[0].series if one.name == office.SIDE_NAME[side])
        assert list(reversed(series.values)) == pytest.approx([share[side] for _, share, _ in said.alignment_bars])


def test_the_data_of_a_chart_can_be_edited_and_know_no_day(written):
    with zipfile.ZipFile(written("whole", "pptx")) as parts:
        inside = [name for name in parts.namelist() if name.startswith("ppt/embeddings/")]
        assert len(inside) == 4
        for name in inside:
            data = parts.read(name)
            assert openpyxl.load_workbook(io.BytesIO(data)).active.max_row > 1
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                assert {part.date_time for part in book.infolist()} == {deck.FIRST_DAY}
                assert set(re.findall(rb">(\d{4})-\d\d-\d\dT", book.read("docProps/core.xml"))) == {b"2000"}


# --- titles, numbers, notes, words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_titles_numbers_feet_and_described_pictures(name, written):
    presentation = opened(written(name, "pptx"))
    assert (presentation.slide_width, presentation.slide_height) == (Inches(13.333), Inches(7.5))
    for at, slide in enumerate(presentation.slides):
        assert slide.shapes.title.text_frame.text
        fields = [field.get("type") for field in slide._element.iter(f"{A}fld")]
        assert fields == ([] if at == 0 else ["slidenum"]), "a number that goes with the slide"
        for shape in slide.shapes:
            inside = (shape.left >= 0, shape.top >= 0, shape.left + shape.width <= presentation.slide_width)
            assert all((*inside, shape.top + shape.height <= presentation.slide_height)), shape.name
            if shape.shape_type in (3, 6, 13, 19):
                named = next(shape._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"))
                assert len(named.get("descr")) > 4, shape.name
        assert not [shape for shape in shapes_of(slide.shapes) if shape.shape_type == 13], "no text as a picture"


def test_the_door_is_drawn_with_shapes_whose_widths_are_the_diagnosis(written):
    presentation = opened(written("whole", "pptx"))
    slide = slide_of(presentation, say.HEAD["door"])
    (group,) = [shape for shape in slide.shapes if shape.shape_type == 6]
    texts = " ".join(shape.text_frame.text for shape in shapes_of([group]) if shape.has_text_frame)
    for side in words.TITLE.values():
        assert side in texts
    assert "30% of target" in texts and "128% of target" in texts
    assert group._element.nvGrpSpPr.cNvPr.get("descr") == words.door_text(content(CASES["whole"]()).d.assessment)


def test_notes_have_the_talking_points_the_question_and_the_evidence(written):
    d = content(CASES["whole"]()).d
    presentation = opened(written("whole", "pptx"))
    for title, key in ((d.sentence, "diagnosis"), (say.HEAD["door"], "door"), (say.HEAD["plan"], "plan")):
        step = script().step[key]
        assert all(line in notes(slide_of(presentation, title)) for line in (*step.talk, step.ask))
    assert all(line in notes(slide_of(presentation, d.sentence)) for line in (*d.evidence_for, *d.evidence_against))


def test_private_notes_are_not_in_the_speakers_notes(tmp_path):
    case = CASES["whole"]().changed(notes={"door": "They quarrel about money."})
    path = dx.report(case, tmp_path / "r.pptx")
    with zipfile.ZipFile(path) as parts:
        assert not any(b"quarrel" in parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize(("language", "tag"), [("en", "en-US"), ("de", "de-DE")])
def test_every_text_is_marked_with_its_language(language, tag, tmp_path):
    path = dx.report(CASES["whole"](), tmp_path / "r.pptx", language=language)
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if re.match(r"ppt/(slides|slideLayouts|slideMasters|charts)/[^/]*\.xml", name):
                assert set(re.findall(rb' lang="([^"]*)"', parts.read(name))) <= {tag.encode()}, name
    assert opened(path).core_properties.language == tag


def test_a_text_from_right_to_left_is_marked_so(tmp_path):
    case = CASES["whole"]().changed(client="לקוח חדש בע״מ", definitions=Definitions(lead="Ein Haushalt"))
    presentation = opened(dx.report(case, tmp_path / "r.pptx"))
    title = presentation.slides[0].shapes.title.text_frame.paragraphs[0]
    assert title._p.pPr.get("rtl") == "1"
    assert presentation.slides[1].shapes.title.text_frame.paragraphs[0]._p.pPr is None


# --- room -----------------------------------------------------------------------------------------------------------


def test_a_text_takes_the_largest_size_that_fits():
    short, long = fitted(["a b c"], (5, 1), (20, 10)), fitted(["word " * 60], (5, 1), (20, 10))
    assert short.size == 20 and 10 <= long.size < 20
    assert height(long.texts[0], 5, long.size) <= 1
    assert height(long.texts[0], 5, long.size + 1) > 1 or long.size == 20


def test_what_does_not_fit_is_shortened_and_stands_in_the_notes(tmp_path):
    presentation = opened(dx.report(full(), tmp_path / "r.pptx"))
    slide = slide_of(presentation, say.HEAD["definitions"])
    shown = slide.placeholders[1].text_frame.text
    assert "…" in shown and (LONG * 6).strip() not in shown
    assert office.SHORTENED in notes(slide) and (LONG * 6).strip() in notes(slide)


def test_a_long_plan_goes_on_and_what_is_left_is_counted(tmp_path):
    presentation = opened(dx.report(full(), tmp_path / "r.pptx"))
    plans = [s for s in presentation.slides if s.shapes.title.text_frame.text.startswith(say.HEAD["plan"])]
    assert [s.shapes.title.text_frame.text for s in plans] == [f"The plan ({at} of 4)" for at in (1, 2, 3, 4)]
    rows = sum(len(shape.table.rows) - 1 for slide in plans for shape in slide.shapes if shape.has_table)
    texts = [shape.text_frame.text for shape in plans[-1].shapes if shape.has_text_frame]
    assert any(say.more_actions(30 - rows) in text for text in texts)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_box_holds_more_than_it_has_room_for(language, tmp_path):
    for name, case in (("whole", CASES["whole"]()), ("full", full()), ("hostile", CASES["hostile"]())):
        presentation = opened(dx.report(case, tmp_path / f"{name}.pptx", language=language))
        for slide in presentation.slides:
            for shape in shapes_of(slide.shapes):
                if shape.has_text_frame and shape.text_frame.text and shape.width and not shape.is_placeholder:
                    assert tall(shape.text_frame, shape.width) <= shape.height / 914_400 + 0.02, shape.text_frame.text


def tall(frame, width):
    return sum(
        height(part.text, width / 914_400, max((run.font.size.pt for run in part.runs), default=1))
        for part in frame.paragraphs
    )


# --- a firm ---------------------------------------------------------------------------------------------------------


def png(size=(300, 100)):
    file = io.BytesIO()
    Image.new("RGB", size, "#204060").save(file, "PNG")
    return file.getvalue()


def test_a_firm_gives_its_colour_font_logo_and_name():
    look = Look(accent="#204060", font="DejaVu Serif", name="Nord & Co", contact=("Hafen 1",), foot="N&C", logo=png())
    presentation = deck.new_deck(look)
    Slide.new(presentation, look, "A title", "N&C")
    file = io.BytesIO(deck.saved(presentation))
    with zipfile.ZipFile(file) as parts:
        theme = next(parts.read(name).decode() for name in parts.namelist() if re.search(r"theme/theme1\.xml", name))
        master = parts.read("ppt/slideMasters/slideMaster1.xml").decode()
    assert 'typeface="DejaVu Serif"' in theme and "204060" in theme
    assert 'descr="Logo of Nord &amp; Co"' in master, "on the master: it need not be on each slide"
    assert Presentation(file).core_properties.author == "Nord & Co"


def test_a_logo_is_as_large_as_its_box_allows_and_is_not_stretched():
    assert deck.in_box((1, 1, 2, 1), (400, 100)) == (1, 1, 2, 0.5)
    assert deck.in_box((1, 1, 2, 1), (100, 100), right=True) == (2, 1, 1, 1)


def test_parts_that_are_left_out_are_no_slides(tmp_path):
    parts = ("bridge", "balance", "reasons", "definitions", "effort", "realign", "whatif", "plan")
    case = CASES["whole"]().changed(left_out=parts)
    presentation = opened(dx.report(case, tmp_path / "r.pptx"))
    assert len(presentation.slides) == 3
    whole = opened(dx.report(CASES["whole"](), tmp_path / "w.pptx"))
    assert len(whole.slides) == 3 + len(parts)


def test_prompts_and_layouts_are_in_the_language_of_the_deck():
    with speaking("de"):
        presentation = deck.new_deck(Look())
    assert next(layout.name for layout in presentation.slide_layouts) == "Titelfolie"
    assert "Click" not in " ".join(
        s.text_frame.text for layout in presentation.slide_layouts for s in layout.placeholders
    )


def test_a_case_without_a_diagnosis_says_what_is_missing(written):
    texts = [
        shape.text_frame.text
        for slide in opened(written("begun", "pptx")).slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert say.NO_DIAGNOSIS in texts
    assert not [one for slide in opened(written("begun", "pptx")).slides for one in charts(slide)]


def test_a_report_is_written_again_by_another_program_without_loss(written, tmp_path):
    """What python-pptx reads and writes is what PowerPoint reads: every part is there and related."""
    presentation = opened(written("whole", "pptx"))
    presentation.slides[0].shapes.title.text_frame.text = "Changed"
    presentation.save(tmp_path / "again.pptx")
    again = opened(tmp_path / "again.pptx")
    assert again.slides[0].shapes.title.text_frame.text == "Changed"
    assert sum(len(charts(slide)) for slide in again.slides) == 4
