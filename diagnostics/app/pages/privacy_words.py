"""What a page says of where its numbers go and how long they are kept: only what is true where it is served."""

from __future__ import annotations

from typing import Final, NamedTuple

from diagnostics.app.site import Site
from diagnostics.language import mark, n, t
from diagnostics.number_format import integer

IMPRINT: Final = mark("Imprint")
PRIVACY: Final = mark("Privacy")

FILE: Final = {
    "notebook": mark("Your file is read by this notebook’s kernel and sent nowhere else."),
    "machine": mark("Your file is read by this app on your own computer and is not stored."),
    "server": mark(
        "Your file is sent to this server and read there, in memory or, if it is large, in a temporary folder. It is not "
        "stored: it is forgotten about {seconds} seconds after you leave the page."
    ),
}
"""What becomes of an export, by where the page is served."""
TYPED: Final = {
    "machine": mark(
        "What you type stays on this computer: in memory while the page is open, in its address and in this tab."
    ),
    "server": mark(
        "What you type is sent to this server, kept in memory and not saved to disk: it is forgotten about {seconds} seconds "
        "after you leave the page. Your browser keeps it in the address and in this tab."
    ),
}
CASES: Final = {
    "machine": mark("Each client is a file on this computer, kept until you delete it."),
    "server": mark("What you type is sent to this server. Each client is a file there, kept until you delete it."),
}


class Footer(NamedTuple):
    """What stands below a page: what becomes of what is typed, and links, each with its words."""

    kept: str
    links: tuple[tuple[str, str], ...]


def of_file(site: Site) -> str:
    """What becomes of an export that is opened."""
    return t(FILE[site.where], seconds=integer(site.away_seconds))


def of_page(site: Site, cases: bool = False) -> str:
    """What becomes of what is typed, in a sentence or two; empty in a notebook, which keeps what its owner keeps.

    Parameters
    ----------
    site : Site
        Where the page is served.
    cases : bool
        Whether it keeps files of clients.
    """
    if site.where == "notebook":
        return ""
    if not cases:
        return t(TYPED[site.where], seconds=integer(site.away_seconds))
    days = site.delete_after
    if days is None:
        return t(CASES[site.where])
    deleted = n(
        "One that is not saved for {count} day is deleted by itself.",
        "One that is not saved for {count} days is deleted by itself.",
        days,
        count=integer(days),
    )
    return f"{t(CASES[site.where])} {deleted}"


def footer_of(site: Site, cases: bool = False) -> Footer:
    """What stands below a page; parameters as :func:`of_page`."""
    links = ((IMPRINT, site.imprint), (PRIVACY, site.privacy))
    return Footer(of_page(site, cases), tuple((t(words), link) for words, link in links if link))
