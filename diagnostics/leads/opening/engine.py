"""DuckDB in this process: where the rows of an export are kept and asked, outside the memory of Python."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError
from diagnostics.reading.progress import Progress, watched

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    import pyarrow

MEMORY: Final = "1GB"
"""Memory the engine may take; what needs more is written to a temporary folder."""

MOST_TICKED: Final = 500_000_000
"""Whole numbers from the smallest to the largest that are ticked off in a list of bits: 62 MB for each thread."""

CLOSE: Final = 64
"""So many for each row: then the list takes no more memory than the numbers."""


def engine(folder: str, on_disk: bool = False) -> Any:
    """DuckDB in this process, with limited memory and without a network; what does not fit is written to ``folder``."""
    import ibis

    return ibis.duckdb.connect(
        os.path.join(folder, "leads.duckdb") if on_disk else ":memory:",  # noqa: PTH118
        memory_limit=MEMORY,
        temp_directory=os.path.join(folder, "spill"),  # noqa: PTH118
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )


def stored(backend: Any, given: pyarrow.Table) -> ibis.Table:
    """An Arrow table as a table of the engine."""
    backend.con.register("given", given)
    backend.raw_sql("create table leads as select * from given")
    backend.con.unregister("given")
    return backend.table("leads")


class Folder:
    """A temporary folder that is removed when nothing needs it any more, at the latest when the process ends."""

    def __init__(self) -> None:
        self.name = tempfile.mkdtemp(prefix="weak-link-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


def quoted(text: str) -> str:
    """A text as the engine writes it."""
    return "'" + text.replace("'", "''") + "'"


def literally(path: str) -> str:
    """A path in which no character is a pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path)


def ask(expression: Any, words: str, progress: Progress | None = None) -> pd.DataFrame:
    """Ask the engine. Progress is reported while it works, and whatever ``progress`` raises stops it.

    Parameters
    ----------
    expression : Ibis expression
        What is asked.
    words : str
        What is being done, in words.
    progress : callable, optional
        What progress is reported to.

    Raises
    ------
    InputError
        Where the engine cannot do what the columns would need.
    MemoryError
        Where there is not as much memory as that takes.
    """
    with _in_words(words):
        backend = expression.get_backend()
        if progress is None or backend.name != "duckdb":
            if progress is not None:
                progress(words, None)
            return _fetched(expression)
        found: pd.DataFrame = watched(backend, lambda: _fetched(expression), words, progress)
        return found


def kept(expression: ibis.Table, words: str) -> ibis.Table:
    """The rows of an expression as a table of the engine, worked out once; errors as for :func:`ask`."""
    from ibis.util import gen_name

    with _in_words(words):
        made: ibis.Table = expression.get_backend().create_table(gen_name("kept"), expression, temp=True)
        return made


def dropped(table: ibis.Table) -> None:
    """Remove a table that was kept; what was made of it cannot be asked any more."""
    table.get_backend().raw_sql(f"drop table {table.get_name()}")


@contextmanager
def _in_words(words: str) -> Iterator[None]:
    """What the engine cannot do, said of what was being done."""
    from ibis.common.exceptions import IbisError

    try:
        yield
    except IbisError as fault:
        raise InputError("leads-engine-cannot", "leads", words, reason=_first_line(fault)) from fault
    except InputError:
        raise
    except Exception as fault:
        if beyond_memory(fault):
            raise MemoryError(words) from fault
        if type(fault).__module__.split(".")[0] in ("duckdb", "_duckdb"):
            raise InputError("leads-engine-failed", "leads", words, reason=_first_line(fault)) from fault
        raise


def beyond_memory(fault: BaseException) -> bool:
    """Whether something failed because there was no more memory."""
    return isinstance(fault, MemoryError) or type(fault).__name__ == "OutOfMemoryException"


def distinct(table: ibis.Table, column: Any, words: str, progress: Progress | None = None) -> tuple[int, int]:
    """How many rows of a column are filled, and how many different values they hold, exactly.

    Whole numbers that lie close together, as the IDs of most systems do, are ticked off in a list of bits by DuckDB: a tenth of
    the work of comparing them.

    Parameters
    ----------
    table : Table
        What is asked.
    column : Ibis expression
        A column of it.
    words : str
        What is being done, in words.
    progress : callable, optional
        What progress is reported to.
    """
    whole = column.type().is_signed_integer() and table.get_backend().name == "duckdb"
    ends = {"low": column.min(), "high": column.max()} if whole else {}
    found = ask(table.agg(n=column.count(), **ends), words, progress)
    filled, counted = int(found["n"][0]), column.nunique()
    if whole and filled:
        low, high = int(found["low"][0]), int(found["high"][0])
        if high - low < min(MOST_TICKED, CLOSE * filled):
            counted = _ticked(column, low, high)
    # Asked by itself: an engine is several times slower where it counts other things together with different values.
    return filled, int(ask(table.agg(n=counted), words, progress)["n"][0])


def _ticked(column: Any, low: int, high: int) -> Any:
    """How many whole numbers between two others a column holds, as DuckDB counts them."""
    import ibis

    def bitstring_agg(column: int, low: int, high: int) -> str: ...  # type: ignore[empty-body]

    def bit_count(bits: str) -> int: ...  # type: ignore[empty-body]

    return ibis.udf.scalar.builtin(bit_count)(ibis.udf.agg.builtin(bitstring_agg)(column, low, high))


def _fetched(expression: Any) -> pd.DataFrame:
    """The result as a frame. By way of Arrow: the direct way sets options that pandas warns about."""
    frame: pd.DataFrame = expression.to_pyarrow().to_pandas()
    return frame


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [""])[0][:160]
