"""Which rows and columns of a sheet hold what."""
