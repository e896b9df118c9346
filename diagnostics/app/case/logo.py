"""A firm's logo from a file: a picture that is safe to show, or a refusal. Nothing is removed from a drawing in silence."""

from __future__ import annotations

import base64
import binascii
import io
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from xml.parsers import expat

from pydantic import Field

from diagnostics.app.case.records import Record
from diagnostics.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

Kind = Literal["image/png", "image/jpeg", "image/svg+xml"]

LARGEST_LOGO: Final = 1_000_000
"""Bytes of the file."""
WIDEST_LOGO: Final = 4_000
"""Pixels, across and down."""
KEPT_PIXELS: Final = 1_200
"""A larger picture is made smaller: 60 mm of paper at 300 dots per inch are 709 pixels."""
FLATTEST: Final = 20
"""Times as wide as high, or as high as wide: no more than that is a logo."""
MOST_SHAPES: Final = 20_000
"""Elements of a drawing, those that are used again counted again."""
DEEPEST: Final = 100
ELEMENTS: Final = frozenset(
    {
        *(
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "switch",
            "title",
            "desc",
            "metadata",
            "style",
            "text",
            "tspan",
            "textPath",
        ),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image"),
        *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker"),
    }
)
"""What a drawing may hold: shapes, letters, colours. No script, no page inside, nothing that moves, no filter."""
SVG: Final = "http://www.w3.org/2000/svg"
PAGE: Final = "http://www.w3.org/1999/xhtml"
PICTURE: Final = re.compile(r"\s*data:image/(png|jpeg|jpg);base64,", re.IGNORECASE)
REFERENCE: Final = re.compile(r"url\(\s*['\"]?\s*(#?)([^'\")\s]*)", re.IGNORECASE)
STYLE: Final = re.compile(r"@import|@font-face|@namespace|\\|expression\s*\(|-moz-binding", re.IGNORECASE)


class Logo(Record):
    """A picture that was checked; a raster one was written anew, without what cameras and programs add."""

    kind: Kind
    data: Annotated[str, Field(max_length=2 * LARGEST_LOGO)]
    """The file in base64."""
    width: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    height: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    """Pixels, or units of the drawing."""

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return base64.b64decode(self.data)

    @property
    def address(self) -> str:
        """An address that holds it."""
        return f"data:{self.kind};base64,{self.data}"


def read_logo(path: Path) -> Logo:
    """A logo from a file, whose size is looked at before it is read.

    Raises
    ------
    InputError
        Where it cannot be read or is none that can be shown.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refused("kind", path.name)
        check_size(found.st_size, path.name)
        content = path.read_bytes()
    except OSError as problem:
        raise InputError("logo-unreadable", "logo", path.name, reason=problem.strerror) from None
    return logo(content, path.name)


def from_base64(text: str, name: str) -> Logo:
    """A logo from base64.

    Raises
    ------
    InputError
        As :func:`logo`.
    """
    check_size(len(text) * 3 // 4 - 2, name)
    try:
        return logo(base64.b64decode(text, validate=True), name)
    except binascii.Error:
        raise _refused("damaged", name) from None


def check_size(size: int, name: str) -> None:
    """Refuse a file of more bytes than a logo needs."""
    if size > LARGEST_LOGO:
        raise _refused("too-large", name, megabytes=LARGEST_LOGO // 10**6)


def logo(content: bytes, name: str) -> Logo:
    """A logo from the bytes of a file.

    Raises
    ------
    InputError
        Where it is no PNG, JPEG or SVG, is too large, is damaged, or is a drawing with something in it that could run,
        move, or be fetched.
    """
    check_size(len(content), name)
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _raster(content, name)
    if re.match(rb"(\xef\xbb\xbf)?\s*<", content):
        width, height = _Drawing(name).read(content)
        _check_shape(width, height, name)
        return _kept("image/svg+xml", content, width, height)
    raise _refused("kind", name)


def checked_again(kept: Logo, name: str) -> None:
    """Refuse a logo of a profile that was changed by hand into one that would not have been taken."""
    try:
        content = kept.content
    except binascii.Error:
        raise _refused("damaged", name) from None
    if kept.kind == "image/svg+xml":
        logo(content, name)
    elif not content.startswith(b"\x89PNG" if kept.kind == "image/png" else b"\xff\xd8\xff"):
        raise _refused("damaged", name)
    else:
        _opened(content, name)


def _refused(code: str, name: str, **facts: Any) -> InputError:
    return InputError(f"logo-{code}", "logo", name, **facts)


def _kept(kind: Kind, content: bytes, width: float, height: float) -> Logo:
    return Logo(kind=kind, data=base64.b64encode(content).decode("ascii"), width=float(width), height=float(height))


def _check_shape(width: float, height: float, name: str) -> None:
    if max(width, height) > FLATTEST * min(width, height):
        raise _refused("flat", name, most=FLATTEST)


# --- pictures of pixels -------------------------------------------------------------------------------------------


def _opened(content: bytes, name: str) -> Image:
    """The picture in a file; its size is known before its pixels are read."""
    from PIL import Image as pillow

    try:
        picture = pillow.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if max(picture.size) > WIDEST_LOGO:
            raise _refused("too-wide", name, width=picture.width, height=picture.height, most=WIDEST_LOGO)
        picture.load()
    except (OSError, SyntaxError, ValueError, pillow.DecompressionBombError) as problem:
        if isinstance(problem, InputError):
            raise
        raise _refused("damaged", name) from None
    return picture


def _raster(content: bytes, name: str) -> Logo:
    """Its pixels and nothing else, turned as the camera meant them."""
    from PIL import Image as pillow
    from PIL import ImageOps

    picture: Image = _opened(content, name)
    lossy = picture.format == "JPEG"
    picture = ImageOps.exif_transpose(picture)
    _check_shape(*picture.size, name)
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    picture = picture.convert("RGBA" if see_through else "RGB")
    picture.thumbnail((KEPT_PIXELS, KEPT_PIXELS), pillow.Resampling.LANCZOS)
    clean = pillow.new(picture.mode, picture.size)
    clean.paste(picture)
    file = io.BytesIO()
    if lossy:
        clean.save(file, "JPEG", quality=92)
    else:
        clean.save(file, "PNG", optimize=True)
    return _kept("image/jpeg" if lossy else "image/png", file.getvalue(), *clean.size)


# --- drawings -----------------------------------------------------------------------------------------------------


class _Drawing:
    """One pass through an SVG; the first thing that is not a drawing's is refused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[tuple[str, str]] = []
        """Element and id of those that are open."""
        self.size: tuple[float, float] | None = None
        self.used: dict[str, list[str]] = {}
        """The ids that are used again within each id."""
        self.shapes: dict[str, int] = {}
        """How many elements are within each id; those of none are within the empty one."""
        self.style: list[str] | None = None

    def read(self, content: bytes) -> tuple[float, float]:
        """Check the drawing; its width and height."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            raise _refused("damaged", self.name) from None
        if self.size is None:
            raise _refused("no-size", self.name)
        self._check_used()
        return self.size

    def _no(self, what: str) -> InputError:
        return _refused("unsafe", self.name, what=what[:40])

    def _entity(self, name: str, *_: object) -> None:
        raise self._no("<!ENTITY>")

    def _instruction(self, target: str, _: str) -> None:
        raise self._no(f"<?{target}?>")

    def _begin(self, element: str, given: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        if not self.open and (space, name) != (SVG, "svg"):
            raise _refused("kind", self.name)
        if space == PAGE or (space == SVG and name not in ELEMENTS):
            raise self._no(f"<{name}>")
        if len(self.open) >= DEEPEST:
            raise _refused("too-rich", self.name)
        attributes = {key.rpartition(" ")[2]: value for key, value in given.items()}
        for key, value in attributes.items():
            self._check(name, key, value)
        if not self.open:
            self.size = _size(attributes)
        if name == "style" and space == SVG:
            self.style = []
        id_ = attributes.get("id", "")
        self.open.append((name, id_))
        again = [found[2] for value in attributes.values() for found in REFERENCE.finditer(value)]
        if name in ("use", "pattern", "image"):
            again.append(attributes.get("href", "").strip().removeprefix("#"))
        for within in {"", *(one for _, one in self.open)}:
            self.shapes[within] = self.shapes.get(within, 0) + 1
            self.used.setdefault(within, []).extend(again)
        if self.shapes[""] > MOST_SHAPES:
            raise _refused("too-rich", self.name)

    def _end(self, element: str) -> None:
        name, _ = self.open.pop()
        if name == "style" and self.style is not None:
            self._check_style("".join(self.style), "<style>")
            self.style = None

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _check(self, element: str, key: str, value: str) -> None:
        """Refuse an attribute that runs something or points out of the file."""
        if key.lower().startswith("on"):
            raise self._no(key)
        if key == "base":
            raise self._no("xml:base")
        if key in ("href", "src"):
            inside = value.strip().startswith("#")
            if not inside and not (element == "image" and PICTURE.match(value)):
                raise self._no(f"<{element}> {key}")
        if "script:" in re.sub(r"\s", "", value).lower():
            raise self._no(f"<{element}> {key}")
        self._check_style(value, f"<{element}> {key}", style=key == "style")

    def _check_style(self, text: str, where: str, style: bool = True) -> None:
        plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        if any(not found[1] for found in REFERENCE.finditer(plain)) or (style and STYLE.search(plain)):
            raise self._no(where)

    def _check_used(self) -> None:
        """Refuse shapes that are used so often, one within another, that drawing them would not end."""
        counted: dict[str, int] = {}

        def drawn(id_: str, above: tuple[str, ...]) -> int:
            if id_ in above or len(above) > DEEPEST:
                raise _refused("too-rich", self.name)
            if id_ not in counted:
                again = (drawn(one, (*above, id_)) for one in self.used.get(id_, ()) if one in self.shapes and one)
                counted[id_] = self.shapes[id_] + sum(again)
            if counted[id_] > MOST_SHAPES:
                raise _refused("too-rich", self.name)
            return counted[id_]

        drawn("", ())


def _size(root: dict[str, str]) -> tuple[float, float] | None:
    """Width and height of a drawing, by its viewBox or its own size; None where it has neither."""
    numbers = re.findall(r"[-+.\deE]+", root.get("viewBox", ""))
    texts = numbers[2:] if len(numbers) == 4 else [root.get("width", ""), root.get("height", "")]
    try:
        width, height = (float(re.sub(r"(px|pt|mm|cm|in)$", "", text.strip())) for text in texts)
    except ValueError:
        return None
    return (width, height) if 0 < width < 1e6 and 0 < height < 1e6 else None
