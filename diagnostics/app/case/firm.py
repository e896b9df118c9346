"""The profile of the firm that a report carries: name, logo, colours, font, contact; one JSON per firm next to the cases.

It is written as a case is: whole or not at all, never over what another window wrote. It belongs to no client and is not
deleted with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field

from diagnostics.app.case import case_file
from diagnostics.app.case.firm_colours import HEX, is_readable, readable
from diagnostics.app.case.folder import SUFFIX, file_stem
from diagnostics.app.case.logo import Logo, checked_again
from diagnostics.app.case.records import Record, checked
from diagnostics.app.forms.texts import clean
from diagnostics.errors import InputError
from diagnostics.language import t

FIRM_KIND: Final = "weak-link firm"
FIRMS: Final = "firms"
"""The folder of the profiles, in that of the cases."""
FONTS: Final = {"DejaVu Sans": "DejaVuSans", "DejaVu Serif": "DejaVuSerif", "STIXGeneral": "STIXGeneral"}
"""The families that are installed with the program, and how their files are called; the first is used unless chosen."""
FONT: Final = "DejaVu Sans"
ACCENT: Final = "#1F4E79"
MOST_CONTACT: Final = 6
"""Lines."""
MOST_FIRMS: Final = 200


def _colour(text: str) -> str:
    if not HEX.fullmatch(text):
        raise ValueError("is not a colour as #1F4E79")
    return text.upper()


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


Colour = Annotated[str, AfterValidator(_colour)]
Line = Annotated[str, BeforeValidator(_cleaned), Field(max_length=160)]


class Firm(Record):
    """One firm.

    A colour that cannot be read on white and a font that is not installed may be in a file that was changed by hand:
    :attr:`accent_used`, :attr:`second_used` and :attr:`family` are what is used then, and :meth:`said` says so.
    """

    kind: Literal["weak-link firm"] = FIRM_KIND
    version: Literal[1] = 1
    name: Line = ""
    logo: Logo | None = None
    accent: Colour = ACCENT
    """Of headings, the cover and the heads of tables."""
    second: Colour = ACCENT
    """Of lines and of what is less important."""
    font: Line = FONT
    paper: Literal["a4", "letter"] = "a4"
    """What the PDF is set for."""
    contact: Annotated[str, BeforeValidator(_cleaned), Field(max_length=600)] = ""
    """Address, telephone, e-mail; a line each."""
    footer: Line = ""
    """At the foot of every page."""

    @property
    def accent_used(self) -> str:
        """The accent colour, or the nearest that can be read on white."""
        return readable(self.accent)

    @property
    def second_used(self) -> str:
        """The second colour, or the nearest that can be read on white."""
        return readable(self.second)

    @property
    def family(self) -> str:
        """The font, or the usual one where it is not installed."""
        return self.font if self.font in FONTS else FONT

    @property
    def contact_lines(self) -> tuple[str, ...]:
        """The lines of the contact that have something in them."""
        return tuple(line.strip() for line in self.contact.splitlines() if line.strip())[:MOST_CONTACT]

    def said(self) -> tuple[str, ...]:
        """What of the profile is not used as it stands, in words."""
        lines = []
        if self.font not in FONTS:
            lines.append(t("The font “{font}” is not installed: {used} is used.", font=self.font, used=self.family))
        for colour, used in ((self.accent, self.accent_used), (self.second, self.second_used)):
            if colour != used:
                lines.append(
                    t("The colour {colour} is too pale to read on white: {used} is used.", colour=colour, used=used)
                )
        return tuple(dict.fromkeys(lines))

    def changed(self, **fields: Any) -> Self:
        """A checked copy.

        Raises
        ------
        InputError
            Where a field cannot hold what is given, or a colour cannot be read on white; ``used`` of its facts is the
            nearest that can.
        """
        for name in ("accent", "second"):
            colour = fields.get(name)
            if isinstance(colour, str) and HEX.fullmatch(colour) and not is_readable(colour):
                raise InputError("firm-colour-pale", name, colour.upper(), used=readable(colour))
        given = checked(type(self), fields, "firm")
        return self.model_copy(update={name: getattr(given, name) for name in fields})

    # --- its file ---

    def to_json(self) -> str:
        """As the text of its file."""
        return case_file.text_of(self.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str, name: str = "firm") -> Firm:
        """From the text of a file.

        Raises
        ------
        InputError
            Where it is damaged, is no profile, is of a later version, or its logo cannot be shown.
        """
        data = case_file.parsed(text, name)
        _check_kind(data, name)
        try:
            firm = checked(cls, data, name)
        except InputError as problem:
            reason = problem.facts.get("reason") or problem.problem
            raise InputError("firm-file-value", problem.field, problem.value, reason=reason) from None
        if firm.logo is not None:
            checked_again(firm.logo, name)
        return firm

    @classmethod
    def load(cls, path: str | Path) -> Firm:
        """From a file, which is not changed.

        Raises
        ------
        InputError
            As :meth:`from_json`; and where the file does not exist or cannot be read.
        """
        source = Path(path)
        return cls.from_json(case_file.read(source)[0], source.name)

    def save(self, path: str | Path, seen: str | None = None) -> str:
        """Write its file, whole or not at all; returns the digest of its content.

        Parameters
        ----------
        path : path
            Its file; folders are made.
        seen : str, optional
            The digest of the file that it was changed from; None for a new one.

        Raises
        ------
        InputError
            Where another window has changed or deleted the file, or it cannot be written.
        """
        target = case_file.resolved(Path(path))
        try:
            return case_file.write(target, self.to_json(), seen, False)
        except case_file.Changed:
            raise InputError("firm-changed", "firm", target.name) from None
        except case_file.Gone:
            raise InputError("firm-gone", "firm", target.name) from None


def _check_kind(data: Mapping[str, Any], name: str) -> None:
    if data.get("kind") != FIRM_KIND:
        raise InputError("firm-other-kind", "firm", name)
    if type(data.get("version")) is int and data["version"] > 1:
        raise InputError("firm-newer", "firm", name)


# --- the folder ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedFirm:
    """A profile in the folder."""

    file: str
    name: str
    problem: InputError | None = None
    """Why it cannot be used."""


def firms_in(folder: Path) -> Path:
    """The folder of the profiles of a folder of cases."""
    return folder / FIRMS


def list_firms(folder: Path) -> tuple[ListedFirm, ...]:
    """The profiles of a folder of cases, by name. A folder that does not exist yet is empty.

    Raises
    ------
    InputError
        Where the folder cannot be opened.
    """
    there = firms_in(folder)
    try:
        paths = sorted(p for p in there.glob(f"*{SUFFIX}") if not p.name.startswith(".")) if there.is_dir() else []
    except OSError as problem:
        raise InputError("case-folder-closed", "firm", there.name, reason=problem.strerror) from None
    return tuple(sorted(map(_listed, paths[:MOST_FIRMS]), key=lambda firm: (firm.name.casefold(), firm.file)))


def _listed(path: Path) -> ListedFirm:
    try:
        return ListedFirm(path.name, Firm.load(path).name or path.stem)
    except InputError as problem:
        return ListedFirm(path.name, path.stem, problem)


def firm_path(folder: Path, file: str) -> Path:
    """The file of a profile by its name.

    Raises
    ------
    InputError
        Where the name leads out of the folder, or there is no such profile.
    """
    path = firms_in(folder) / file
    if Path(file).name != file or not file.endswith(SUFFIX) or file.startswith(".") or not path.is_file():
        raise InputError("firm-gone", "firm", file)
    return path


@dataclass(frozen=True, slots=True)
class FoundFirm:
    """The profile that a case names; neither where it names none."""

    firm: Firm | None = None
    problem: InputError | None = None
    """Why the profile cannot be used."""


def find_firm(file: str, folders: Iterable[Path]) -> FoundFirm:
    """The profile of a case: in the first of some folders of cases where it is.

    Parameters
    ----------
    file : str
        The name of the profile's file; empty: none.
    folders : iterable of Path
        Where the case is.
    """
    problem: InputError | None = InputError("firm-gone", "firm", file) if file else None
    for folder in folders if file else ():
        try:
            return FoundFirm(Firm.load(firm_path(folder, file)))
        except InputError as found:
            if problem is None or found.code != "firm-gone":
                problem = found
    return FoundFirm(problem=problem)


def new_firm_path(folder: Path, name: str) -> Path:
    """The file of a new profile: a name that no other has."""
    stem, at = file_stem(name, "firm"), 1
    path = firms_in(folder) / f"{stem}{SUFFIX}"
    while path.exists():
        at += 1
        path = path.with_name(f"{stem}-{at}{SUFFIX}")
    return path
