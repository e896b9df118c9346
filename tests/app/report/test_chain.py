"""The formulas of the workbook, worked out here by the rules of a spreadsheet, are the library's arithmetic."""

from __future__ import annotations

import ast
import operator
import re

import numpy as np
import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.app.case.records import CaseNumbers
from diagnostics.app.report import chain
from diagnostics.app.report import words as say

SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Gt: operator.gt,
}
CALLS = {
    "MAX": lambda *of: max(float(np.max(one)) for one in of),
    "MIN": lambda *of: min(float(np.min(one)) for one in of),
    "SUMPRODUCT": lambda one: float(np.sum(one)),
    "AND": lambda *of: all(of),
    "OR": lambda *of: any(of),
    "ISNUMBER": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}


def worked_out(formula, cell):
    """What a spreadsheet makes of a formula; ``cell`` gives the value of a name, "" for an empty cell."""

    def value(node):
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return cell(node.id)
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.Compare):
            return SIGNS[type(node.ops[0])](value(node.left), value(node.comparators[0]))
        assert isinstance(node, ast.Call)
        if node.func.id == "IF_":
            return value(node.args[1] if value(node.args[0]) else node.args[2])
        return CALLS[node.func.id](*map(value, node.args))

    text = formula.replace("<>", "!=")
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", text)
    return value(ast.parse(re.sub(r"\bIF\(", "IF_(", text), mode="eval").body)


def recalculated(path):
    """Every named cell of the workbook, its formula worked out anew; a named column is an array."""
    book = openpyxl.load_workbook(path)
    at = {name: next(iter(found.destinations)) for name, found in book.defined_names.items()}
    known = {}

    def cell(name):
        if name not in known:
            sheet, place = at[name]
            if ":" in place:
                known[name] = column(book[sheet][place.replace("$", "")])
                return known[name]
            content = book[sheet][place.replace("$", "")].value
            is_formula = isinstance(content, str) and content.startswith("=")
            known[name] = "" if content is None else worked_out(content[1:], cell) if is_formula else content
        return known[name]

    return {name: cell(name) for name in at}


def shown(path):
    """Every named cell as a program shows it that works nothing out."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for name, place in book.defined_names.items():
        sheet, where = next(iter(place.destinations))
        if ":" in where:
            continue
        value = book[sheet][where.replace("$", "")].value
        found[name] = "" if value is None else value
    return found


def column(cells):
    return np.array([cell.value for (cell,) in cells] if isinstance(cells, tuple) else [cells.value])


def same(funnel, par, path):
    d = dx.diagnose(funnel, par)
    case = dx.Case(numbers=CaseNumbers.of(funnel, par))
    dx.report(case, path)
    live = recalculated(path)
    for name, value in shown(path).items():
        wanted = value if isinstance(value, str) else pytest.approx(value, rel=1e-9, abs=1e-12)
        assert live[name] == wanted, name
    assert live["today"] == pytest.approx(d.today, rel=1e-9)
    assert live["at_par"] == pytest.approx(d.at_par, rel=1e-9)
    for side in ("marketing", "sales"):
        assert live[f"{side}_of_par"] == pytest.approx(d.of_par[side], rel=1e-9)
    if d.finding != "no marketing":
        assert live["if_customers"] == pytest.approx(d.today, rel=1e-9)
    for link, level in d.assessment.actual.items():
        wanted = chain.NO_LIMIT if float(level) == float("inf") else pytest.approx(float(level), rel=1e-9)
        assert live[f"now_{link}"] == wanted


BUSINESSES = {
    "golden, marketing": (dx.Funnel(leads=28, wins=8), dx.Par(goal=25, closing=0.25)),
    "everything counted": (
        dx.Funnel(leads=4000, wins=300, direct_wins=120, fit=2500, worked=1800, months=12, maturity=0.8),
        dx.Par(goal=40, capacity=170, direct=0.05, fit=0.7, follow_up=0.95, closing=0.2),
    ),
    "counted, not judged": (
        dx.Funnel(leads=400, wins=30, direct_wins=12, fit=250, worked=180, months=3),
        dx.Par(goal=40, closing=0.2),
    ),
    "judged, not counted": (dx.Funnel(leads=400, wins=30), dx.Par(goal=40, fit=0.6, follow_up=0.9, closing=0.2)),
    "months of all sizes": (
        dx.Funnel(leads=400, wins=30, worked=210, months=4, month_leads=(20, 90, 0, 290)),
        dx.Par(goal=40, capacity=100, closing=0.2),
    ),
    "worked more than there was room for": (
        dx.Funnel(leads=400, wins=30, worked=390, months=4, month_leads=(20, 90, 0, 290)),
        dx.Par(goal=40, capacity=80, closing=0.2),
    ),
    "a year of months not counted apart": (
        dx.Funnel(leads=1200, wins=220, worked=1160, months=12),
        dx.Par(goal=20, capacity=100, closing=0.2),
    ),
    "room for few": (dx.Funnel(leads=400, wins=30), dx.Par(goal=40, capacity=100, closing=0.2)),
    "keeps sales busy": (dx.Funnel(leads=400, wins=30, fit=300), dx.Par(capacity=100, fit=0.6, closing=0.2)),
    "leads wanted": (dx.Funnel(leads=400, wins=30, months=2), dx.Par(reach=150, closing=0.2)),
    "earlier leads": (
        dx.Funnel(leads=100, wins=90, direct_wins=5, worked=60, maturity=1.5, basis="period"),
        dx.Par(goal=120, closing=0.3),
    ),
    "no sales process": (dx.Funnel(leads=500, wins=40, direct_wins=40), dx.Par(goal=60, direct=0.1, closing=0.2)),
    "no marketing": (dx.Funnel(leads=0, wins=12), dx.Par(goal=20, closing=0.2)),
    "nobody reached": (dx.Funnel(leads=50, wins=0, worked=0), dx.Par(goal=20, closing=0.2, follow_up=0.8)),
    "nobody fits": (
        dx.Funnel(leads=50, wins=4, direct_wins=4, fit=0),
        dx.Par(goal=20, direct=0.1, fit=0.5, closing=0.2),
    ),
    "all bought at once": (
        dx.Funnel(leads=50, wins=45, direct_wins=40, worked=10, maturity=0.6),
        dx.Par(goal=60, direct=0.5, closing=0.3),
    ),
}


@pytest.mark.parametrize("name", BUSINESSES)
def test_the_formulas_are_the_librarys_arithmetic(name, tmp_path):
    same(*BUSINESSES[name], tmp_path / "r.xlsx")


@st.composite
def businesses(draw):
    leads = draw(st.integers(1, 5000))
    wins = draw(st.integers(0, leads))
    direct = draw(st.integers(0, wins)) if draw(st.booleans()) else 0
    fit = draw(st.one_of(st.none(), st.integers(wins - direct, leads - direct)))
    worked = draw(st.one_of(st.none(), st.integers(wins - direct, leads - direct if fit is None else fit)))
    share = st.one_of(st.none(), st.floats(0.01, 1.0))
    funnel = {"leads": leads, "wins": wins, "direct_wins": direct, "fit": fit, "worked": worked}
    funnel |= {"months": draw(st.floats(0.5, 36)), "maturity": draw(st.floats(0.05, 1.0))}
    target = draw(st.sampled_from(["goal", "reach", "capacity"]))
    par = {target: draw(st.floats(0.5, 500)), "closing": draw(st.floats(0.01, 1.0))}
    par |= {name: draw(share) for name in ("direct", "fit", "follow_up")}
    if target != "capacity":
        par["capacity"] = draw(st.one_of(st.none(), st.floats(1, 500)))
    return funnel, par


@settings(max_examples=40, deadline=None)
@given(businesses())
@pytest.mark.slow
def test_the_formulas_hold_for_any_business(tmp_path_factory, business):
    try:
        funnel, par = dx.Funnel(**business[0]), dx.Par(**business[1])
        dx.diagnose(funnel, par)
    except dx.InputError:
        assume(False)
    same(funnel, par, tmp_path_factory.getbasetemp() / "law.xlsx")


def test_another_count_goes_through_the_whole_chain(tmp_path):
    """What changes a cell is what changes the library's answer."""
    funnel, par = BUSINESSES["everything counted"]
    path = dx.report(dx.Case(numbers=CaseNumbers.of(funnel, par)), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(path)
    for name, value in (("wins", 420), ("capacity", 260), ("par_closing", 0.3)):
        sheet, place = next(iter(book.defined_names[name].destinations))
        book[sheet][place.replace("$", "")].value = value
    book.save(path)
    d = dx.diagnose(
        dx.Funnel(leads=4000, wins=420, direct_wins=120, fit=2500, worked=1800, months=12, maturity=0.8),
        dx.Par(goal=40, capacity=260, direct=0.05, fit=0.7, follow_up=0.95, closing=0.3),
    )
    live = recalculated(path)
    assert live["today"] == pytest.approx(d.today, rel=1e-9)
    assert live["at_par"] == pytest.approx(d.at_par, rel=1e-9)
    assert live["sales_of_par"] == pytest.approx(d.of_par["sales"], rel=1e-9)
    assert shown(path)["wins"] == 420


def test_every_cell_has_a_label_and_a_name_that_is_no_place():
    names = set(say.CELL) | {f"{column}_{link}" for column in ("now", "at", "if") for link in chain.NOW}
    assert not any(re.fullmatch(r"[a-z]{1,3}\d+|[rc]\d*", name) for name in names)


def test_the_evaluator_can_find_a_fault():
    cells = {"a": 2, "b": "", "c": 0}
    assert worked_out('IF(b="",a*3,1/c)', cells.get) == 6
    assert worked_out("IF(AND(c=0,a>0),MAX(a,5),1)", cells.get) == 5
    assert worked_out('IF(OR(b<>"",c<>0),1,2)', cells.get) == 2
    assert worked_out("ISNUMBER(b)", cells.get) is False
