"""Which column is which, what its cells mean, and what is asked: :class:`~diagnostics.leads.matching.matching.Matching`."""
