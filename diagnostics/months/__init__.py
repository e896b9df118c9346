"""Counts by month and channel: :class:`~diagnostics.months.table.Table` and what reads it."""
