"""The face of the report as the page changes it: in the case, and in the firm's profile next to the cases.

A change of the profile is written at once. Undo takes back what is in the case, not what is in a profile: other clients
carry it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from diagnostics.app.case import case_file
from diagnostics.app.case.case import Case
from diagnostics.app.case.firm import FONTS, Firm, firm_path, new_firm_path
from diagnostics.app.case.firm_colours import as_hex
from diagnostics.app.case.logo import from_base64
from diagnostics.app.consultation import firm_messages as m
from diagnostics.app.forms.texts import clean
from diagnostics.app.wording.refusal_words import refused
from diagnostics.errors import InputError

COLOURS: Final = ("accent", "second")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed into a field of the profile and is not in its file."""

    text: str
    said: str
    nearest: str = ""
    """A colour that can be read, close to the one that was typed."""


@dataclass(frozen=True, slots=True)
class FirmState:
    """What one window shows of a profile besides what is in it."""

    file: str = ""
    """The profile's."""
    wrong: Mapping[str, Wrong] = field(default_factory=lambda: MappingProxyType({}))
    """By field; ``logo`` among them."""
    deleting: bool = False


# --- the case -----------------------------------------------------------------------------------------------------


def _choose(case: Case, message: m.ChooseFirm) -> Case:
    return case.changed(firm=message.file)


def _part(case: Case, message: m.PrintPart) -> Case:
    others = tuple(part for part in case.left_out if part != message.part)
    return case.changed(left_out=others if message.on else (*others, message.part))


def _appendix(case: Case, message: m.PrintAppendix) -> Case:
    return case.changed(appendix=message.on)


CHANGES: Final[dict[type, Callable[[Case, Any], Case]]] = {
    m.ChooseFirm: _choose,
    m.PrintPart: _part,
    m.PrintAppendix: _appendix,
}


# --- the profile --------------------------------------------------------------------------------------------------


def create(folder: Path, message: m.NewFirm) -> str:
    """Write a new profile; the name of its file.

    Raises
    ------
    InputError
        Where it has no name, or cannot be written.
    """
    name = clean(message.name).strip()
    if not name:
        raise InputError("firm-nameless", "firm")
    path = new_firm_path(folder, name)
    Firm().changed(name=name, footer="").save(path)
    return path.name


def edit(folder: Path, case: Case, message: m.EditFirm | m.SetLogo | m.RemoveLogo, state: FirmState) -> FirmState:
    """Change a field of the profile that a case names. What cannot be used stays in the window as it was typed.

    Raises
    ------
    InputError
        Where there is no such profile, or it cannot be written.
    """
    path = firm_path(folder, case.firm)
    text, seen = case_file.read(path)
    firm = Firm.from_json(text, path.name)
    name = message.field if isinstance(message, m.EditFirm) else "logo"
    typed = state.wrong if state.file == case.firm else {}
    wrong = {key: one for key, one in typed.items() if key != name}
    try:
        firm = _changed(firm, message)
    except InputError as problem:
        shown = message.text if isinstance(message, m.EditFirm) else ""
        wrong[name] = Wrong(shown, refused(problem), str(problem.facts.get("used", "")))
        return FirmState(case.firm, wrong)
    firm.save(path, seen)
    return FirmState(case.firm, wrong)


def _changed(firm: Firm, message: m.EditFirm | m.SetLogo | m.RemoveLogo) -> Firm:
    if isinstance(message, m.RemoveLogo):
        return firm.changed(logo=None)
    if isinstance(message, m.SetLogo):
        return firm.changed(logo=from_base64(message.data, message.name))
    text = message.text
    if message.field in COLOURS:
        colour = as_hex(text)
        if colour is None:
            raise InputError("firm-not-a-colour", message.field, text)
        return firm.changed(**{message.field: colour})
    if message.field == "font" and text not in FONTS:
        raise InputError("firm-font", "font", text, choices=FONTS)
    if message.field == "name" and not text.strip():
        raise InputError("firm-nameless", "firm")
    return firm.changed(**{message.field: text})


def delete(folder: Path, case: Case) -> str:
    """Delete the profile that a case names; the name of its file. Cases that name it say so from then on.

    Raises
    ------
    InputError
        Where there is none, or it cannot be deleted.
    """
    path = firm_path(folder, case.firm)
    try:
        path.unlink()
    except OSError as problem:
        raise InputError("firm-not-deleted", "firm", path.name, reason=problem.strerror) from None
    return path.name
