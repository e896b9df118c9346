"""What the product shows, frozen: public names, the case file, every way in, the consultation, the reports, the refusals.

Each file in ``snapshots/`` is one thing as flat text, one value per line, so that a difference reads as a sentence that
changed. After a change that is meant, write them again and look at the difference before committing it::

    python -m pytest tests/project/test_snapshots.py --update-snapshots
    git diff tests/project/snapshots

Numbers are rounded to six figures, and long lists of numbers are summed up: processors differ in the last digits.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from pptx import Presentation

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.forms.entries import example
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.files import data_file

FOLDER = Path(__file__).parent / "snapshots"
LONGEST_TEXT = 600
LONGEST_LIST = 16
"""Longer lists of numbers, and longer texts without words in them, are summed up in a line."""
TODAY = "2026-03-02"

BUSINESSES = ("leads_pile_up", "idle_sales_team", "orders_without_salespeople")
OF_EVERY_PAGE = ("form", "columns", "examples", "empties", "largest")
"""What a page is told when it opens, whatever is in the form."""
COPIES = ("upright",)
"""Charts that show the data of another in another shape."""
FOLDER_OF_ITS_OWN = re.compile(re.escape(tempfile.gettempdir()) + r"[\w./-]*/")


# --- plain data as lines ----------------------------------------------------------------------------------------------


def rounded(value: float) -> str:
    """A number to six figures; what is nothing but noise is 0."""
    return f"{round(value, 9) + 0.0:.6g}"


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def summed(values: list[Any]) -> str:
    """A long list of numbers: any change of a value or of the order changes this line."""
    moment = sum(at * value for at, value in enumerate(values))
    ends = ", ".join(rounded(v) for v in (*values[:3], *values[-3:]))
    return f"{len(values)} numbers, {ends}; sum {rounded(sum(values))}, moment {rounded(moment)}"


class Texts(HTMLParser):
    """The texts of some markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside not in ("style", "script") and data.strip():
            self.found.append(" ".join(data.split()))


def leaf(value: object) -> str:
    if is_number(value):
        return rounded(value)
    if not isinstance(value, str):
        return repr(value)
    if value.lstrip().startswith("<"):
        return f"markup {hashed(value)}: {' | '.join(Texts(value).found)}"
    if len(value) > LONGEST_TEXT and " " not in value[:LONGEST_TEXT]:
        return f"{len(value)} characters {hashed(value)}"
    return FOLDER_OF_ITS_OWN.sub("…/", value.replace("\n", "\\n"))


def lines(value: Any, path: str = "") -> Iterator[str]:
    """Plain data as ``path: value`` lines, keys in order of the alphabet; of a chart the data, and a hash of its look."""
    if isinstance(value, dict):
        if set(value) >= {"data", "layout"}:
            looks = "\n".join(lines(value["layout"]))
            yield f"{path}.layout: {hashed(looks)}, {looks.count(chr(10)) + 1} settings"
            value = {"data": value["data"]}
        for key in sorted(value, key=str):
            at = f"{path}.{key}" if path else str(key)
            if key in COPIES and isinstance(value[key], dict):
                yield f"{at}: {hashed(flat(value[key]))}"
            else:
                yield from lines(value[key], at)
        if not value:
            yield f"{path}: nothing"
    elif isinstance(value, (list, tuple)):
        if value and all(is_number(v) for v in value):
            yield f"{path}: {summed(list(value)) if len(value) > LONGEST_LIST else ', '.join(map(rounded, value))}"
        elif value and all(isinstance(v, (str, int, float, type(None))) and len(str(v)) < 40 for v in value):
            yield f"{path}: {' | '.join(map(leaf, value))}"
        else:
            for at, item in enumerate(value):
                yield from lines(item, f"{path}[{at}]")
            if not value:
                yield f"{path}: nothing"
    else:
        yield f"{path}: {leaf(value)}"


def flat(value: Any) -> str:
    return "\n".join(lines(value)) + "\n"


# --- what is frozen ---------------------------------------------------------------------------------------------------


def public() -> str:
    return "".join(f"{name}\n" for name in sorted(dx.__all__))


def case_file() -> str:
    """The example case loaded and saved."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        dx.Case.load(data_file("case.json")).save(path)
        return path.read_text(encoding="utf-8")


def entries_file(way: str) -> Callable[[], str]:
    """The file that the dashboard saves."""
    return lambda: example("leads_pile_up", way).to_json()


def case_of_a_dashboard_file() -> str:
    """The case file of a new client into whose page a file of the dashboard was loaded."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        window = Consultation(folder, quiet=0)
        window.handle({"do": "new", "client": "Kitchen fitter", "today": TODAY})
        window.handle({"do": "page", "page": {"do": "load", "text": example("idle_sales_team").to_json()}})
        window.handle({"do": "step", "to": "diagnosis"})
        window.handle({"do": "close"})
        (path,) = folder.glob("*.json")
        return path.read_text(encoding="utf-8")


def page() -> str:
    """What every page is told when it opens."""
    view = DashboardPage().handle({"do": "hello"})
    return flat({key: view[key] for key in OF_EVERY_PAGE})


def dashboard(query: str, *messages: dict[str, Any]) -> Callable[[], str]:
    """What the page shows at an address, after some messages."""

    def shown() -> str:
        session = DashboardPage()
        view = session.handle({"do": "hello", "query": query})
        for message in messages:
            view = session.handle(message)
        return flat({key: value for key, value in view.items() if key not in OF_EVERY_PAGE})

    return shown


def typed(**texts: str) -> dict[str, Any]:
    return {"do": "type", "texts": texts}


def step_of_consultation(step: str) -> Callable[[], str]:
    """What the consultation shows at a step of the example case."""

    def shown() -> str:
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "case.json").write_bytes(data_file("case.json").read_bytes())
            window = Consultation(Path(name), quiet=0)
            window.handle({"do": "open", "file": "case.json", "today": TODAY})
            view = window.handle({"do": "step", "to": step})
            if step == "whatif":
                window.handle({"do": "level", "link": "closing", "value": "0.15"})
                view = window.handle({"do": "level", "link": "capacity", "value": "100"})
            return flat(view)

    return shown


# --- reports ----------------------------------------------------------------------------------------------------------


def report(format_: str) -> Callable[[], str]:
    def read() -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = dx.report(dx.Case.load(data_file("case.json")), Path(folder) / f"r.{format_}")
            return READERS[format_](path.read_bytes())

    return read


def html_texts(data: bytes) -> str:
    return "\n".join(Texts(data.decode("utf-8")).found) + "\n"


def pdf_texts(data: bytes) -> str:
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for at, one in enumerate(document, 1):
            text = one.get_textpage().get_text_range().replace("\u200b", "")
            found.append(f"--- page {at} ---\n" + "\n".join(line.strip() for line in text.splitlines() if line.strip()))
    return "\n".join(found) + "\n"


def xlsx_cells(data: bytes) -> str:
    """Every cell: a formula as it is written, a number to six figures."""
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        found.append(f"--- {sheet.title}, {sheet.dimensions} ---")
        for row in sheet.iter_rows():
            found += [f"{cell.coordinate}: {leaf(cell.value)}" for cell in row if cell.value is not None]
    return "\n".join(found) + "\n"


def pptx_texts(data: bytes) -> str:
    found = []
    for at, slide in enumerate(Presentation(io.BytesIO(data)).slides, 1):
        found.append(f"--- slide {at} ---")
        for shape in slide.shapes:
            found += pptx_shape(shape)
        found += [f"notes: {line}" for line in slide.notes_slide.notes_text_frame.text.splitlines() if line]
    return "\n".join(found) + "\n"


def pptx_shape(shape) -> list[str]:
    """A text, a table, the data of a chart, or what else it is and how large."""
    if shape.has_text_frame and shape.text_frame.text:
        return [p.text for p in shape.text_frame.paragraphs if p.text]
    if getattr(shape, "has_table", False):
        return [" | ".join(cell.text_frame.text for cell in row.cells) for row in shape.table.rows]
    if getattr(shape, "has_chart", False):
        plot = shape.chart.plots[0]
        names = list(plot.categories)
        rows = [
            f"{one.name}: {', '.join(f'{name} {leaf(value)}' for name, value in zip(names, one.values, strict=True) if value is not None)}"
            for one in plot.series
        ]
        return ["(chart)", *rows]
    inside = [line for one in getattr(shape, "shapes", ()) for line in pptx_shape(one)]
    return inside or [f"({shape.shape_type}, {shape.width} × {shape.height})"]


READERS = {"html": html_texts, "pdf": pdf_texts, "xlsx": xlsx_cells, "pptx": pptx_texts}


# --- refusals ---------------------------------------------------------------------------------------------------------

GOOD = {"leads": "310", "months": "3", "wins": "17", "goal": "10", "closing": "20"}
BAD_COUNTS: dict[str, dict[str, str]] = {
    "nothing": dict.fromkeys(GOOD, ""),
    "no leads": {"leads": ""},
    "no goal": {"goal": ""},
    "leads in words": {"leads": "many"},
    "half a lead": {"leads": "310.5"},
    "leads below 0": {"leads": "-3"},
    "too many leads": {"leads": "9" * 14},
    "leads with an exponent": {"leads": "1e3"},
    "two readings": {"leads": "1.400"},
    "point and comma": {"leads": "1.234,5"},
    "more sales than leads": {"wins": "311"},
    "more direct than sales": {"direct_wins": "18"},
    "0 months": {"months": "0"},
    "too many months": {"months": "1201"},
    "goal 0": {"goal": "0"},
    "capacity 0": {"capacity": "0"},
    "closing 0": {"closing": "0"},
    "closing above 100": {"closing": "120"},
    "closing as a fraction": {"closing": "0.2"},
    "days below 0": {"days": "-5"},
    "days without end": {"days": "99999"},
    "more fit than leads": {"fit": "400"},
    "fewer fit than sales": {"fit": "3"},
    "fewer worked than sales": {"worked": "3"},
    "more worked than fit": {"fit": "100", "worked": "200"},
    "a sale below 0": {"sale": "-5"},
    "margin above 100": {"sale": "100", "margin": "130"},
    "of earlier months": {"closing": "", "benchmark": "history"},
}

HEAD = "month,leads,wins,direct_wins\n"
BAD_TABLES: dict[str, bytes | str] = {
    "empty file": b"",
    "empty paste": "",
    "no heading": "a\tb\nc\td\n",
    "no sales": HEAD.replace("wins", "") + "2025-01,100,8,0\n",
    "bytes of nothing": bytes(range(256)) * 4,
    "no workbook": b"PK\x03\x04 not a zip",
    "a month in words": HEAD + "sometime,100,8,0\n2025-02,90,7,0\n",
    "a month twice": HEAD + "2025-01,100,8,0\n2025-01,90,7,0\n",
    "more sales than leads": HEAD + "2025-01,100,108,0\n2025-02,90,7,0\n",
    "leads in words": HEAD + "2025-01,many,8,0\n2025-02,90,7,0\n",
    "leads below 0": HEAD + "2025-01,-4,8,0\n2025-02,90,7,0\n",
    "half a sale": HEAD + "2025-01,100,8.5,0\n2025-02,90,7,0\n",
    "a month left out": HEAD + "2025-01,100,8,0\n2025-04,90,7,0\n2025-05,95,8,0\n",
    "two readings of a number": HEAD + "2025-01,12.000,8,0\n2025-02,14.000,7,0\n",
    "two readings of a day": HEAD + "3/4/2025,100,8,0\n4/5/2025,90,7,0\n",
    "one heading twice": "month,leads,leads,wins\n2025-01,100,100,8\n",
    "months without end": HEAD + "1025-01,100,8,0\n2025-02,90,7,0\n",
}
TABLE_TEXTS: dict[str, dict[str, str]] = {
    "no basis": {"basis": ""},
    "counted before": {"as_of": "2020-01-01"},
    "counted some day": {"as_of": "soon"},
    "days without end": {"days": "99999"},
    "one period": {"before_from": "2025-01", "before_to": "2025-03"},
    "of earlier months": {"closing": "", "benchmark": "history", "judge": "all"},
}

LEAD_HEAD = "Record ID,Create Date,Deal Stage,Close Date,Deal owner,Original Traffic Source\n"
LEAD_ROWS = (
    "1,2025-01-03,Closed Won,2025-02-01,Ann,Referral\n"
    "2,2025-01-09,Closed Lost,2025-02-11,Bo,Referral\n"
    "3,2025-02-09,Appointment scheduled,,Bo,Google Ads\n"
)
BAD_LEADS: dict[str, bytes | str] = {
    "empty": b"",
    "one column": "id\n1\n2\n",
    "headings alone": LEAD_HEAD,
    "bytes of nothing": bytes(range(1, 256)) * 4,
    "no workbook": b"PK\x03\x04 not a zip",
    "no parquet": b"PAR1 not parquet",
    "no day of arrival": "Record ID,Deal Stage\n1,Closed Won\n2,Closed Lost\n",
    "no outcome": "Record ID,Create Date\n1,2025-01-03\n2,2025-01-09\n",
    "two stages": LEAD_HEAD.replace("Record ID", "Deal Stage") + LEAD_ROWS,
    "days that could be months": LEAD_HEAD + re.sub(r"(2025)-(..)-(..)", r"\3/\2/\1", LEAD_ROWS),
    "days of two kinds": LEAD_HEAD + LEAD_ROWS + "4,23/01/2025,Closed Lost,02/14/2025,Bo,Referral\n",
    "a stage nobody knows": LEAD_HEAD + LEAD_ROWS.replace("Closed Lost", "Zugestellt"),
    "decided before it came": LEAD_HEAD + LEAD_ROWS.replace("2025-02-11", "2024-02-11"),
    "no lost ones": LEAD_HEAD + LEAD_ROWS.replace("Closed Lost", "Closed Won"),
    "good": LEAD_HEAD + LEAD_ROWS,
}  # fmt: skip
LEAD_TEXTS: dict[str, dict[str, str]] = {
    "counted before": {"as_of": "2020-01-01"},
    "counted some day": {"as_of": "soon"},
    "days without end": {"days": "99999"},
    "days below 0": {"days": "-1"},
}

OF_A_REFUSAL = ("errors", "missing", "notice", "echoes", "asked", "told", "choose", "waiting")

P = dx.Par(goal=10, closing=0.2)
BAD_CALLS: dict[str, Callable[[], object]] = {
    "leads below 0": lambda: dx.Funnel(-1, 0),
    "leads in words": lambda: dx.Funnel("many", 0),  # type: ignore[arg-type]
    "half a lead": lambda: dx.Funnel(10.5, 0),
    "more sales than leads": lambda: dx.Funnel(10, 11),
    "more direct than sales": lambda: dx.Funnel(10, 2, 3),
    "months 0": lambda: dx.Funnel(10, 2, months=0),
    "months 1201": lambda: dx.Funnel(10, 2, months=1201),
    "months below 0": lambda: dx.Funnel(10, 2, months=-1),
    "maturity 2": lambda: dx.Funnel(10, 2, maturity=2),
    "fit above leads": lambda: dx.Funnel(10, 2, fit=11),
    "worked above fit": lambda: dx.Funnel(10, 2, fit=5, worked=6),
    "closing 20": lambda: dx.Par(goal=10, closing=20),
    "closing 0": lambda: dx.diagnose(dx.Funnel(10, 2), dx.Par(goal=10, closing=0)),
    "goal 0": lambda: dx.Par(goal=0, closing=0.2),
    "goal and reach": lambda: dx.diagnose(dx.Funnel(10, 2), dx.Par(goal=10, reach=10, closing=0.2)),
    "neither goal nor reach": lambda: dx.diagnose(dx.Funnel(10, 2), dx.Par(closing=0.2)),
    "a rate of no strength": lambda: dx.Rate(0.2, -1),
    "a level that is none": lambda: dx.what_if(dx.Funnel(10, 2), P, goal=30),  # type: ignore[call-arg]
    "closing 1.2 in a what-if": lambda: dx.what_if(dx.Funnel(10, 2), P, closing=1.2),
    "no funnel": lambda: dx.diagnose(None, P),  # type: ignore[arg-type]
    "nothing before": lambda: dx.compare(dx.Funnel(0, 1), dx.Funnel(10, 2)),
    "a case that is not there": lambda: dx.Case.load("no such.json"),
    "a table that is not there": lambda: dx.Table.read("no such.csv"),
    "a ledger that is not there": lambda: dx.Ledger.read("no such.csv"),
    "a sale below 0": lambda: dx.Money(-1),
    "a report of a word": lambda: dx.report(dx.Case(), "report.doc"),
    "a report of no case": lambda: dx.report(None, "report.pdf"),  # type: ignore[arg-type]
}


def said(view: dict[str, Any]) -> dict[str, Any]:
    """The messages of a reply, with the marks in the table and the faults of the leads."""
    found = {key: view[key] for key in OF_A_REFUSAL if view.get(key)}
    if view.get("grid", {}).get("marks"):
        found["marks"] = view["grid"]["marks"]
    leads = view.get("leads") or {}
    if leads.get("told"):
        found["told of leads"] = leads["told"]
    if leads.get("matching") and leads["matching"]["open"]:
        found["matching"] = {key: leads["matching"][key] for key in ("line", "questions", "problem")}
    if leads.get("study"):
        found["faults"] = leads["study"].get("faults")
    return found or {"nothing": "refused"}


def refused_counts() -> str:
    found = {}
    for name, texts in BAD_COUNTS.items():
        session = DashboardPage()
        session.handle({"do": "hello", "query": "leads=1"})
        found[name] = said(session.handle(typed(**{**GOOD, **texts})))
    return flat(found)


def refused_tables() -> str:
    found = {}
    for name, content in BAD_TABLES.items():
        session = DashboardPage()
        session.handle({"do": "hello", "query": "way=table&basis=cohort&goal=10&closing=20"})
        message = (
            {"do": "paste", "text": content}
            if isinstance(content, str)
            else {"do": "upload", "data": content, "name": "t.csv"}
        )
        found[name] = said(session.handle(message))
    for name, texts in TABLE_TEXTS.items():
        session = DashboardPage()
        session.handle({"do": "hello", "query": "example=leads_pile_up&way=table"})
        found[name] = said(session.handle(typed(**texts)))
    return flat(found)


def refused_leads() -> str:
    found = {}
    for name, content in BAD_LEADS.items():
        session = DashboardPage()
        session.handle({"do": "hello", "query": "way=ledger&goal=10&closing=20"})
        data = content.encode() if isinstance(content, str) else content
        found[name] = said(session.handle({"do": "leads", "name": "deals.csv", "size": len(data), "data": data}))
    session = DashboardPage()
    session.handle({"do": "hello", "query": "example=joinery&way=ledger"})
    for name, texts in LEAD_TEXTS.items():
        found[name] = said(session.handle(typed(**{"as_of": "", "days": "", **texts})))
    return flat(found)


def refused_calls() -> str:
    found = {}
    for name, call in BAD_CALLS.items():
        try:
            call()
        except dx.InputError as problem:
            found[name] = f"{problem.field} ! {problem}"
        except Exception as problem:
            found[name] = repr(problem)
        else:
            found[name] = "answered"
    return flat(found)


FROZEN: dict[str, Callable[[], str]] = {
    "public": public,
    "case": case_file,
    "case_of_a_dashboard_file": case_of_a_dashboard_file,
    **{f"entries_{way}": entries_file(way) for way in ("counts", "table", "ledger")},
    "page": page,
    **{f"counts_{name}": dashboard(f"example={name}") for name in BUSINESSES},
    "counts_money": dashboard(
        "example=leads_pile_up", typed(sale="9,500.50", margin="40", lead_cost="80", look="de", days="45")
    ),
    **{f"table_{name}": dashboard(f"example={name}&way=table") for name in BUSINESSES},
    "table_change": dashboard(
        "example=leads_pile_up&way=table",
        typed(before_from="24288", before_to="24293", after_from="24294", after_to="24299", sale="9500", days="45"),
    ),
    "leads_joinery": dashboard("example=joinery&way=ledger"),
    "refused_leads": refused_leads,
    **{f"consultation_{step}": step_of_consultation(step) for step in STEPS},
    **{f"report_{format_}": report(format_) for format_ in READERS},
    "refused_counts": refused_counts,
    "refused_tables": refused_tables,
    "refused_calls": refused_calls,
}


@pytest.mark.parametrize("name", FROZEN)
@pytest.mark.slow
def test_what_is_shown_is_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    path = FOLDER / f"{name}.txt"
    found = re.sub(r"\r\n?", "\n", FROZEN[name]())
    if request.config.getoption("--update-snapshots"):
        path.write_text(found, encoding="utf-8", newline="\n")
    assert path.is_file(), "new: write it with --update-snapshots"
    kept = path.read_text(encoding="utf-8")
    changed = list(
        difflib.unified_diff(kept.splitlines(), found.splitlines(), "as it was", "as it is", lineterm="", n=0)
    )
    assert not changed, "\n".join(changed)


def test_every_snapshot_is_of_something() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(FROZEN)
