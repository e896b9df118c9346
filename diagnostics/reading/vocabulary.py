"""The words that files are read by, from ``data/vocabulary/*.toml``: loaded when they are first needed, checked once."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from diagnostics.files import data_file

if TYPE_CHECKING:  # pydantic is loaded with the first vocabulary
    from diagnostics.reading import vocabulary_models as models

    Model = TypeVar("Model", bound=models.Model)


@cache
def amounts() -> models.Amounts:
    """What is written around an amount of money."""
    from diagnostics.reading.vocabulary_models import Amounts

    return _load("amounts", Amounts)


@cache
def blanks() -> models.Blanks:
    """What is written where there is nothing."""
    from diagnostics.reading.vocabulary_models import Blanks

    return _load("blanks", Blanks)


@cache
def crm() -> models.Crm:
    """What CRMs and people write over the columns of an export."""
    from diagnostics.reading.vocabulary_models import Crm

    return _load("crm", Crm)


@cache
def encodings() -> models.Encodings:
    """Encodings of text files, and the letters of the languages that are written in them."""
    from diagnostics.reading.vocabulary_models import Encodings

    return _load("encodings", Encodings)


@cache
def headings() -> models.Headings:
    """What people write over the columns of a table of months."""
    from diagnostics.reading.vocabulary_models import Headings

    return _load("headings", Headings)


@cache
def lost() -> models.LostWords:
    """Why a lead was lost, by kind."""
    from diagnostics.reading.vocabulary_models import LostWords

    return _load("lost", LostWords)


@cache
def months() -> models.MonthNames:
    """Languages and names of months."""
    from diagnostics.reading.vocabulary_models import MonthNames

    return _load("months", MonthNames)


@cache
def outcomes() -> models.OutcomeWords:
    """Words for won, lost and open, and for yes and no."""
    from diagnostics.reading.vocabulary_models import OutcomeWords

    return _load("outcomes", OutcomeWords)


@cache
def tables() -> models.TableWords:
    """What the words next to a count of a table say it is."""
    from diagnostics.reading.vocabulary_models import TableWords

    return _load("tables", TableWords)


def _load(name: str, model: type[Model]) -> Model:
    """A vocabulary.

    Raises
    ------
    pydantic.ValidationError
        Where the file does not have the form of the model; the message names the path of what is wrong.
    """
    text = data_file(f"vocabulary/{name}.toml").read_text(encoding="utf-8")
    return model.model_validate(tomllib.loads(text))
