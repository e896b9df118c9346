"""The encoding of a text that is not UTF-8: the one in which its words are words of a language.

Every encoding of ``data/vocabulary/encodings.toml`` is tried on the different words of the whole file. A wrong one gives
words that no language has: letters of two scripts in one word, a capital after a small letter, rare signs.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.reading import vocabulary

if TYPE_CHECKING:
    from diagnostics.reading.vocabulary_models import Alphabet

MOST_WORDS: Final = 100_000
"""Different words of a file that are looked at; more would tell no more."""
CLOSE: Final = 0.02
"""Two readings whose scores differ by no more are equally likely."""
EQUAL: Final = 0.005
"""Of readings whose scores differ by no more the preferred one is taken."""
SURE: Final = 0.9
"""An encoding with a lower score does not read the whole file."""
FALLBACK: Final = "cp1252"
"""Where no encoding gives words."""

_WORDS: Final = re.compile(rb"[^\x00- ,;\"]*[\x80-\xff][^\x00- ,;\"]*")
"""Bytes between separators, with one that is not ASCII. No separator is the second byte of a character."""
_ASCII_SIGNS: Final = re.compile(r"[\x00-@\[-`{-\x7f]+")
_INSIDE: Final = re.compile("[’–—·・\xa0]")
"""Signs that may be between letters of a word."""
_AROUND: Final = "‘’“”„«»‹›…–—€£¥§°•™®©½¼¾×²³\xa0"
"""Signs that may be before and after a word."""
_CJK: Final = re.compile(r"[\u3000-\u303f\uff01-\uff5e]")
_KANA: Final = re.compile(r"[\u3041-\u30ff]")
_BETWEEN_LETTERS: Final = re.compile(r"[A-Za-z][^\x00-\x7f][A-Za-z]")
_LEVEL_1: Final = {"euc_jp": (0xB0, 0xCF), "gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "euc_kr": (0xB0, 0xC8)}
"""First and last lead byte of the usual characters of a standard."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How well an encoding reads the words of a file."""

    encoding: str
    title: str
    score: float
    """Share of the letters that are in words of one language, plus a little where its common letters are common."""


def words_of(data: bytes) -> set[bytes]:
    """The different words of a text, or of a part of one, that are not ASCII."""
    return set(_WORDS.findall(data))


def readings(words: Iterable[bytes]) -> list[Reading]:
    """What each encoding makes of the words of a file, the best first.

    >>> readings(word.encode("cp932") for word in ("作成日", "受注", "失注"))[0].encoding
    'cp932'
    >>> readings([word.encode("cp1250") for word in ("Źródło", "Łódź")])[0].title
    'Central European (Windows-1250)'
    """
    some = sorted(set(words))[:MOST_WORDS]
    known = vocabulary.encodings()
    found: list[Reading] = []
    for encoding in known.encodings:
        texts = [_decoded(word, encoding.name) for word in some]
        best = max(_score(texts, some, name, known.languages[name]) for name in encoding.languages)
        found.append(Reading(encoding.name, encoding.title, best))
    most = max(reading.score for reading in found)
    first = next(reading for reading in found if reading.score >= most - EQUAL)
    return [first, *sorted((r for r in found if r is not first), key=lambda reading: -reading.score)]


@dataclass(frozen=True, slots=True)
class Guess:
    """The encoding of a text that is not UTF-8."""

    encoding: str
    mixed: bool = False
    """Whether some lines are UTF-8 nevertheless."""
    others: tuple[str, ...] = ()
    """Encodings that read it as well, though otherwise."""


def guess(words: Iterable[bytes]) -> Guess:
    """The encoding of a text, from its words that are not ASCII; some of them at least are not UTF-8."""
    every = set(words)
    found = readings(every)
    if found[0].score < SURE:
        rest = {word for word in every if _decoded(word, "utf-8") is None}
        if len(rest) < len(every):
            of_rest = readings(rest)
            return Guess(of_rest[0].encoding if of_rest[0].score >= SURE else FALLBACK, mixed=True)
        if found[0].score < SURE / 2:
            return Guess(FALLBACK)
    best = found[0]
    others = tuple(
        reading.encoding
        for reading in found[1:]
        if reading.score >= best.score - CLOSE
        and any(_decoded(word, reading.encoding) != _decoded(word, best.encoding) for word in every)
    )
    return Guess(best.encoding, others=others)


def otherwise(texts: Iterable[str], encodings: Iterable[str]) -> dict[str, list[str]]:
    """Texts as other encodings read them, by encoding, where any of them differs.

    Parameters
    ----------
    texts : iterable of str
        Headings, for example, as the first encoding reads them.
    encodings : iterable of str
        The encoding that was taken, then those that would do as well.

    >>> otherwise(["Søgning", "Status"], ["cp1252", "cp1250"])
    {'cp1250': ['Sřgning', 'Status']}
    """
    taken, *others = encodings
    given = list(texts)
    found: dict[str, list[str]] = {}
    for other in others:
        read = [text.encode(taken, "replace").decode(other, "replace") for text in given]
        if read != given and read not in found.values():
            found[other] = read
    return found


def title_of(encoding: str) -> str:
    """What an encoding is called in a sentence."""
    for known in vocabulary.encodings().encodings:
        if codecs.lookup(known.name).name == codecs.lookup(encoding).name:
            return t(known.title)
    return encoding


def checked(encoding: str) -> str:
    """An encoding as it may be given.

    Raises
    ------
    InputError
        Where there is none of that name.
    """
    try:
        info = codecs.lookup(encoding)
        "a".encode(info.name)
    except Exception:  # whatever a name does to the registry of codecs
        some = [known.name for known in vocabulary.encodings().encodings]
        raise InputError("encoding-unknown", "encoding", encoding, choices=["utf-8", *some]) from None
    return {"shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "iso8859-1": "cp1252"}.get(
        info.name, info.name
    )  # what Windows writes under the name of the standard


def _decoded(word: bytes, encoding: str) -> str | None:
    try:
        return word.decode(encoding)
    except UnicodeDecodeError:
        return None


def _score(texts: list[str | None], words: list[bytes], name: str, alphabet: Alphabet) -> float:
    total = right = common = 0
    for text, word in zip(texts, words, strict=True):
        if text is None:
            total += len(word)
            continue
        for piece in _pieces(text):
            total += len(piece)
            if _is_word(piece, name, alphabet):
                right += len(piece)
                common += sum(c in alphabet.common for c in piece.lower()) if alphabet.common else 0
    if not total:
        return 0.0
    usual = common / right if alphabet.common and right else 0.2
    return right / total + 0.2 * usual


def _pieces(text: str) -> list[str]:
    """The words of a text that are not ASCII, without the signs around them."""
    found = []
    for part in _ASCII_SIGNS.split(text):
        for piece in _INSIDE.split(part):
            piece = piece.strip(_AROUND)
            if piece and not piece.isascii():
                found.append(piece)
    return found


@cache
def _is_word(piece: str, name: str, alphabet: Alphabet) -> bool:
    """Whether the letters of a word are those of a language, and its capitals where a word has them."""
    if alphabet.codec:
        usual = sum(c.isascii() or _is_usual(c, name, alphabet.codec) for c in piece)
        return usual * 3 >= 2 * len(piece) and not _BETWEEN_LETTERS.search(piece)
    own = [c for c in piece if not c.isascii()]
    if any(c.lower() not in alphabet.letters for c in own) or (alphabet.own and len(own) < len(piece)):
        return False
    if not alphabet.own and len(piece) > 3 and len(own) * 4 > 3 * len(piece):
        return False
    return not any(a.islower() and b.isupper() for a, b in pairwise(piece))


@cache
def _is_usual(character: str, name: str, codec: str) -> bool:
    """Whether a character of an East Asian script is one of the usual ones."""
    if _CJK.match(character) or (name == "ja" and _KANA.match(character)):
        return True
    codec = "euc_jp" if codec == "shift_jis" else codec
    try:
        code = character.encode(codec)
    except UnicodeEncodeError:
        return False
    low, high = _LEVEL_1[codec]
    return len(code) == 2 and low <= code[0] <= high
