"""The version of the package, where every ring may read it."""

from typing import Final

__version__: Final = "0.1.0"

METHOD: Final = 2
"""How a verdict is reached, kept with every diagnosis. 1: every rate as likely as any other; named from 80%. 2: businesses are
near their targets; named from 85%."""
