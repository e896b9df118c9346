"""The messages about the face of the report: whose name it carries, and what it goes without."""

from __future__ import annotations

from typing import Literal

from diagnostics.app.consultation.message import ConsultMessage, Typed
from diagnostics.app.messages import Contents, Name, Text, Word


class ChooseFirm(ConsultMessage):
    """The firm whose name this client's report carries; empty: none."""

    do: Literal["choose_firm"] = "choose_firm"
    file: Name


class NewFirm(ConsultMessage):
    """A new profile, which this client's report carries from now on."""

    do: Literal["new_firm"] = "new_firm"
    name: Text


class EditFirm(Typed):
    """A field of the chosen firm's profile."""

    do: Literal["edit_firm"] = "edit_firm"
    field: Literal["name", "accent", "second", "font", "paper", "contact", "footer"]


class SetLogo(ConsultMessage):
    """A picture for the chosen firm, in base64."""

    do: Literal["set_logo"] = "set_logo"
    name: Name
    data: Contents


class RemoveLogo(ConsultMessage):
    """The chosen firm has no logo any more."""

    do: Literal["remove_logo"] = "remove_logo"


class DeleteFirm(ConsultMessage):
    """Delete the chosen firm's profile; ``sure``: what that means was shown."""

    do: Literal["delete_firm"] = "delete_firm"
    sure: bool = False


class KeepFirm(ConsultMessage):
    """It is not deleted after all."""

    do: Literal["keep_firm"] = "keep_firm"


class PrintPart(ConsultMessage):
    """Whether the report has a part."""

    do: Literal["print_part"] = "print_part"
    part: Word
    on: bool


class PrintAppendix(ConsultMessage):
    """Whether the report has the technical appendix."""

    do: Literal["print_appendix"] = "print_appendix"
    on: bool


FirmChange = ChooseFirm | PrintPart | PrintAppendix
"""What changes the case."""
FirmAct = NewFirm | EditFirm | SetLogo | RemoveLogo | DeleteFirm | KeepFirm
"""What changes the profile, which is not the case's."""
