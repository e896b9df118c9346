"""Which month, or which longer or shorter period, each row is."""
