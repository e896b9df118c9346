"""Sources whose columns have types already: Parquet, a DataFrame, Arrow, an Ibis table, a DuckDB relation."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.language import kept, t
from diagnostics.leads.opening.engine import Folder, engine, literally, quoted, stored
from diagnostics.leads.opening.source import ROW, Leads, texts_of_cells
from diagnostics.leads.thresholds import MOST_COMPARED

if TYPE_CHECKING:
    import ibis
    import pandas as pd


def of_parquet(paths: list[str], name: str) -> Leads:
    """One or more Parquet files as one table; rows are numbered through, of several files as far as they are compared."""
    import duckdb

    folder = Folder()
    backend = engine(folder.name)
    listed = "[" + ", ".join(quoted(literally(path)) for path in paths) + "]"
    try:
        names = [
            row[0]
            for row in backend.raw_sql(f"describe select * from read_parquet({listed}, union_by_name=true)").fetchall()
        ]
        starts = () if ROW in names else _starts(backend, listed, paths)
        number, more = "", ""
        if len(paths) == 1:
            number, more = f", file_row_number + 1 as {ROW}", ", file_row_number=true"
        elif starts:
            before = " ".join(f"when {quoted(path)} then {n}" for path, n in zip(paths, starts, strict=True))
            number = f", file_row_number + 1 + case __file {before} end as {ROW}"
            more = ", file_row_number=true, filename='__file'"
        columns = ", ".join(map(_as_name, names))
        backend.raw_sql(
            f"create view leads as select {columns}{number} from read_parquet({listed}, union_by_name=true{more})"
        )
        table = backend.table("leads")
    except duckdb.Error as fault:
        reason = str(fault).splitlines()[0][:120]
        raise InputError("leads-parquet-unreadable", "file", name, reason=reason) from None
    return Leads(table, tuple(map(str, names)), tuple(names), name, _zone_notes(table), keep=folder, starts=starts)


def amount_in_footer(data: bytes) -> tuple[int, int]:
    """Rows and cells that the footer of a Parquet file names; (0, 0) where it is damaged.

    A column whose cells are lists counts with all their values. Nothing else of the file is read.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        footer = parquet.read_metadata(pyarrow.BufferReader(data))
    except (pyarrow.ArrowException, OSError):
        return 0, 0  # refused where it is opened
    groups = [footer.row_group(n) for n in range(footer.num_row_groups)]
    values = [sum(group.column(n).num_values for group in groups) for n in range(footer.num_columns)]
    rows = int(max(footer.num_rows, *values, 0))
    return rows, max(sum(values), footer.num_rows * footer.num_columns)


def unpacked_bytes(data: bytes, most: int) -> int:
    """Bytes of all texts of a Parquet file, each as often as it occurs; 0 where it is damaged.

    Where its pages alone unpack to more than ``most``, as many as that. Texts are read one column at a time as words and
    which of them is where, so that one long text in every row is held once.
    """
    import pyarrow
    from pyarrow import compute, parquet

    try:
        file = parquet.ParquetFile(pyarrow.BufferReader(data))
        pages = sum(file.metadata.row_group(n).total_byte_size for n in range(file.num_row_groups))
        if pages > most:
            return int(pages)
        total: int = 0
        for field in file.schema_arrow:
            kind = field.type.value_type if pyarrow.types.is_dictionary(field.type) else field.type
            if not (pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)):
                continue
            column = parquet.read_table(
                pyarrow.BufferReader(data), columns=[field.name], read_dictionary=[field.name]
            ).column(0)
            for chunk in column.chunks:
                words = pyarrow.types.is_dictionary(chunk.type)
                lengths = compute.binary_length(chunk.dictionary if words else chunk)
                total += compute.sum(lengths.take(chunk.indices) if words else lengths).as_py() or 0
        return total
    except (pyarrow.ArrowException, OSError):
        return 0  # refused where it is opened


def _as_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _starts(backend: Any, listed: str, paths: Sequence[str]) -> tuple[int, ...]:
    """The rows before each of several files; none where there are more rows than are compared."""
    if len(paths) == 1:
        return ()
    rows = dict(backend.raw_sql(f"select file_name, num_rows from parquet_file_metadata({listed})").fetchall())
    if rows.keys() != set(paths) or sum(rows.values()) > MOST_COMPARED:
        return ()
    return tuple(accumulate((rows[path] for path in paths[:-1]), initial=0))


def _zone_notes(table: ibis.Table) -> tuple[str, ...]:
    """Notes on columns with a time zone: to which day a moment belongs depends on the zone."""
    return tuple(_in_zone(key) for key, kind in table.schema().items() if getattr(kind, "timezone", None))


def _in_zone(column: str) -> str:
    return kept(lambda: t("{column}: the day is taken in the engine's time zone.", column=column))


def _as_texts(values: Iterable[Any]) -> Any:
    """Cells of any kind as a column of texts."""
    import pyarrow

    return pyarrow.array(texts_of_cells(values), pyarrow.string())


def _can_hold(kind: Any) -> bool:
    """Whether the engine can hold a type of Arrow and count it."""
    import pyarrow

    types = pyarrow.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_decimal(kind):
        return bool(kind.precision <= 38 and kind.bit_width <= 128)
    fits = (
        types.is_boolean, types.is_integer, types.is_float32, types.is_float64, types.is_string, types.is_large_string,
        types.is_string_view, types.is_date, types.is_time, types.is_timestamp, types.is_duration,
    )  # fmt: skip
    return any(fit(kind) for fit in fits)


def of_frame(frame: pd.DataFrame) -> Leads:
    """A DataFrame; levels of its index that have names are columns."""
    import pandas as pd

    if isinstance(frame.columns, pd.MultiIndex):
        raise InputError("leads-column-levels", "leads", frame.columns.nlevels)
    if frame.empty:
        raise InputError("leads-no-rows", "leads", f"{len(frame)} rows")
    index, notes = _of_index(frame)
    given = [*index, *((str(name), frame.iloc[:, n]) for n, name in enumerate(frame.columns))]
    made = []
    for heading, values in given:
        column, zone = _of_series(values)
        made.append(column)
        if zone:
            notes.append(f"{heading}: the clock of its own time zone ({zone}) counts.")
    return _of_columns([heading for heading, _ in given], made, "the DataFrame", notes)


def _of_index(frame: pd.DataFrame) -> tuple[list[tuple[str, pd.Series]], list[str]]:
    """The index as columns where it has names; and what was left out."""
    import pandas as pd

    index, notes = frame.index, []
    if isinstance(index, pd.RangeIndex) or (index.nlevels == 1 and index.name is None):
        return [], []
    there = set(map(str, frame.columns))
    found = []
    for level, name in enumerate(index.names):
        if name is None:
            notes.append(f"Level {level + 1} of the index has no name; it was left out.")
        elif str(name) in there:
            notes.append(f"{name}: a level of the index has the name of a column; it was left out.")
        else:
            found.append((str(name), pd.Series(index.get_level_values(level))))
    return found, notes


def _of_series(values: pd.Series) -> tuple[Any, str]:
    """A column of a DataFrame in Arrow, and its time zone; what the engine cannot hold is text."""
    import pandas as pd
    import pyarrow

    values, zone = values.reset_index(drop=True), ""
    if values.dtype == object or isinstance(values.dtype, pd.CategoricalDtype):
        return _as_texts(values.tolist()), zone
    if isinstance(values.dtype, pd.PeriodDtype):
        values = values.dt.to_timestamp()
    elif getattr(values.dtype, "tz", None) is not None or (
        isinstance(values.dtype, pd.ArrowDtype) and getattr(values.dtype.pyarrow_dtype, "tz", None)
    ):
        zone = str(values.dt.tz)
        values = values.dt.tz_localize(None)  # the wall clock of its zone, as it is written
    try:
        column = pyarrow.Array.from_pandas(values)
    except (pyarrow.ArrowException, TypeError, ValueError):
        return _as_texts(values.tolist()), zone
    return (column if _can_hold(column.type) else _as_texts(values.tolist())), zone


def _of_columns(headings: Sequence[str], columns: Sequence[Any], name: str, notes: Sequence[str]) -> Leads:
    """Columns in Arrow, in the engine; numbered from 0, as a DataFrame is."""
    import numpy as np
    import pyarrow

    keys = tuple(f"c{n}" for n in range(len(headings)))
    rows = pyarrow.array(np.arange(len(columns[0])))
    folder = Folder()
    table = stored(engine(folder.name), pyarrow.table([*columns, rows], names=[*keys, ROW]))
    return Leads(table, tuple(headings), keys, name, tuple(notes), keep=folder)


def of_arrow(source: Any) -> Leads:
    """An Arrow table, or whatever exports itself as one."""
    import pyarrow

    try:
        given = pyarrow.table(source)
    except (pyarrow.ArrowException, TypeError, ValueError):
        raise InputError("leads-not-columns", "leads", type(source).__name__) from None
    if not given.num_rows or not given.num_columns:
        raise InputError("leads-no-rows", "leads", f"{given.num_rows} rows")
    columns = [c if _can_hold(c.type) else _as_texts(c.to_pylist()) for c in given.columns]
    made = _of_columns([str(name) for name in given.column_names], columns, "the table", ())
    zoned = tuple(
        _in_zone(name)
        for name, kind in zip(given.column_names, given.schema.types, strict=True)
        if getattr(kind, "tz", None)
    )
    return replace(made, notes=zoned)


def of_ibis(table: ibis.Table) -> Leads:
    """A table of whatever engine Ibis speaks to."""
    names = tuple(table.columns)
    return Leads(table, names, names, "the table", _zone_notes(table))


def of_relation(relation: Any) -> Leads:
    """A relation of DuckDB. Its connection cannot be reached from it, so its rows are copied."""
    folder = Folder()
    backend = engine(folder.name)
    path = os.path.join(folder.name, "relation.parquet")  # noqa: PTH118
    relation.write_parquet(path)
    return replace(of_parquet([path], "the relation"), keep=(folder, backend))
