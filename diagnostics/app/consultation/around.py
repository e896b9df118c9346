"""What the page of a consultation shows around the steps: the list of clients, whether the file is saved."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from diagnostics.app.case.autosave import Saved
from diagnostics.app.case.case import CaseGone
from diagnostics.app.case.deletion import belongings
from diagnostics.app.case.folder import ListedCase, hidden, inside, list_cases
from diagnostics.app.consultation import page_words as say
from diagnostics.app.consultation.panes import State
from diagnostics.app.consultation.replies import ClientsPane, ClientsShell, ListedClient, SavedPane
from diagnostics.app.wording.refusal_words import refused
from diagnostics.errors import InputError
from diagnostics.language import t


def clients(folder: Path, state: State) -> ClientsShell:
    """The list of clients; empty where the folder cannot be opened."""
    from diagnostics.app.report.report import is_report

    try:
        files: tuple[Path, ...] = ()
        if state.deleting and (folder / state.deleting).is_file():
            files = belongings(inside(folder, state.deleting), is_report)
        return clients_view(list_cases(folder), folder, state, hidden(folder), files)
    except InputError as problem:
        return clients_view((), folder, state.with_(notice=refused(problem), alarm=True))


def named_by(file: str) -> str:
    """The client's name from that of a file; empty where that is the page's own."""
    stem = PureWindowsPath(file).stem  # which knows the folders of every system
    return "" if stem.startswith("weak-link") else stem


def clients_view(
    cases: tuple[ListedCase, ...], folder: Path, state: State, hidden: int = 0, files: tuple[Path, ...] = ()
) -> ClientsShell:
    """The list of clients; ``hidden`` more are in the folder and not listed, ``files`` would be deleted with one of them."""
    listed: list[ListedClient] = [
        {
            "file": c.file,
            "client": c.client or t(say.UNNAMED),
            "said": say.last_said(c.date, c.sentence),
            "problem": "" if c.problem is None else refused(c.problem),
            "delete": t(say.DELETE),
            "confirm": {
                "text": say.would_delete(c.client or t(say.UNNAMED), [path.name for path in files]),
                "yes": t(say.DELETE_YES),
                "no": t(say.DELETE_NO),
            }
            if files and c.file == state.deleting
            else None,
        }
        for c in cases
    ]
    clients: ClientsPane = {
        "title": t(say.CLIENTS_TITLE),
        "line": say.clients_line(_short(folder), len(cases), hidden),
        "cases": listed,
    }
    return {"clients": clients, "notice": state.notice, "alarm": state.alarm, "file": ""}


def saved_view(saved: Saved, order: int) -> SavedPane:
    """Whether the file holds what the page shows, and whether another window has changed it.

    Of two such views the one with the higher ``order`` is the later one, whichever arrives first.
    """
    choices = say.AFTER_DELETION if isinstance(saved.conflict, CaseGone) else say.AFTER_CONFLICT
    return {
        "saved": {"text": say.saved(saved), "alarm": saved.problem is not None or saved.conflict is not None},
        "order": order,
        "conflict": None if saved.conflict is None else say.conflict(saved),
        "choices": [] if saved.conflict is None else [t(choice) for choice in choices],
    }


def _short(folder: Path) -> str:
    """A folder as people name it: the home folder is ~."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home) if folder.is_relative_to(home) else folder)
