"""One row per lead: :class:`~diagnostics.leads.ledger.Ledger`, its faults, and whether it is the leads or the people."""
