"""What the page shows of the report: whose name it carries, the profile to be changed, and which parts it has."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path
from typing import Final, TypedDict

from diagnostics.app.case.case import Case
from diagnostics.app.case.case_file import digest
from diagnostics.app.case.firm import FONTS, Firm, firm_path, list_firms
from diagnostics.app.case.logo import Logo
from diagnostics.app.consultation.firm_edits import FirmState
from diagnostics.app.report.parts import choices
from diagnostics.app.wording import firm_words as say
from diagnostics.app.wording.refusal_words import refused
from diagnostics.errors import InputError
from diagnostics.language import t

PREVIEW: Final = (480, 200)
"""Pixels of a logo on the page, at most."""


class FirmField(TypedDict):
    """A field of the profile; ``nearest``: a colour to be used instead."""

    text: str
    said: str
    nearest: str


class ProfilePane(TypedDict):
    """The profile of the chosen firm."""

    fields: dict[str, FirmField]
    logo: str
    logo_said: str
    fonts: list[list[str]]
    papers: list[list[str]]
    confirm: str


class ReportPart(TypedDict):
    """A part of the report; ``on``: whether it has it."""

    key: str
    title: str
    on: bool


class FacePane(TypedDict):
    """The face of the report; ``firms``: file and name of each that may be chosen, none first."""

    firm: str
    firms: list[list[str]]
    said: list[str]
    profile: ProfilePane | None
    parts: list[ReportPart]
    appendix: bool


def view(case: Case, folder: Path | None, state: FirmState) -> FacePane:
    """The face of a case's report; ``folder``: of the cases, None where there is none."""
    shown: FacePane = {
        "firm": case.firm,
        "firms": [["", t(say.NO_FIRM)]],
        "said": [],
        "profile": None,
        "parts": [{"key": key, "title": title, "on": key not in case.left_out} for key, title in choices()],
        "appendix": case.appendix,
    }
    if folder is None:
        return shown
    try:
        listed = list_firms(folder)
    except InputError as problem:
        shown["said"].append(refused(problem))
        return shown
    shown["firms"] += [[one.file, one.name] for one in listed]
    if not case.firm:
        return shown
    try:
        firm = Firm.load(firm_path(folder, case.firm))
    except InputError as problem:
        shown["said"] += [refused(problem), t(say.WITHOUT)]
        if all(one.file != case.firm for one in listed):
            shown["firms"].append([case.firm, say.gone(case.firm)])
        return shown
    shown["said"] += firm.said()
    shown["profile"] = _profile(firm, case.firm, state)
    return shown


def _profile(firm: Firm, file: str, state: FirmState) -> ProfilePane:
    typed = state.wrong if state.file == file else {}
    texts = {name: getattr(firm, name) for name in ("name", "accent", "second", "font", "paper", "contact", "footer")}
    fields: dict[str, FirmField] = {}
    for name, text in texts.items():
        wrong = typed.get(name)
        fields[name] = {
            "text": text if wrong is None else wrong.text,
            "said": "" if wrong is None else wrong.said,
            "nearest": "" if wrong is None else wrong.nearest,
        }
    logo = typed.get("logo")
    return {
        "fields": fields,
        "logo": "" if firm.logo is None else preview(firm.logo),
        "logo_said": "" if logo is None else logo.said,
        "fonts": [[family, say.FONT.get(family) or family] for family in FONTS],
        "papers": [[paper, say.PAPER[paper]] for paper in ("a4", "letter")],
        "confirm": say.would_delete(firm.name) if state.deleting and state.file == file else "",
    }


def preview(logo: Logo) -> str:
    """A small picture of a logo as an address that holds it."""
    return _preview(digest(logo.data.encode()), logo)


@lru_cache(maxsize=16)
def _preview(_: str, logo: Logo) -> str:
    from PIL import Image

    from diagnostics.app.report.pdf_report import logo_png

    picture, small = Image.open(io.BytesIO(logo_png(logo))), io.BytesIO()
    picture.thumbnail(PREVIEW)
    picture.save(small, "PNG")
    return f"data:image/png;base64,{base64.b64encode(small.getvalue()).decode('ascii')}"
