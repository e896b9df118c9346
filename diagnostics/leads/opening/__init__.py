"""From a path, bytes, a frame or a table of an engine to one Ibis table: :class:`~diagnostics.leads.opening.source.Leads`."""
