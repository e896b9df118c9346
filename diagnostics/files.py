"""Where the data files are: inside the installed package, or next to it in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
INSTALLED: Final = _PACKAGE / "data"
CHECKOUT: Final = _PACKAGE.parent / "data"


def data_file(name: str) -> Path:
    """The path of a data file or folder.

    Parameters
    ----------
    name : str
        Name inside the data folder, with forward slashes.

    Raises
    ------
    FileNotFoundError
        Where neither folder has it; the message names both.

    >>> data_file("benchmarks.csv").name
    'benchmarks.csv'
    """
    folders = (INSTALLED, CHECKOUT)
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{name}: in neither {folders[0]} nor {folders[1]}. Install the package again.")
