"""What a field of a lead and a column of a table are called, in the language of now."""

from __future__ import annotations

from diagnostics.language import t


class Named:
    """A thing with an English name, one for inside a sentence, and an example."""

    __slots__ = ()
    english: str
    within: str
    example: str

    @property
    def label(self) -> str:
        """What it is called, in the language of now."""
        return t(self.english)

    @property
    def inside(self) -> str:
        """What it is called inside a sentence, in the language of now."""
        return t(self.within)

    @property
    def hint(self) -> str:
        """An example of what it holds, or what it is, in the language of now."""
        return t(self.example)
