"""``python -m diagnostics``: a quick answer and a report, as somebody without Python at hand meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import diagnostics as dx
from diagnostics.__main__ import COUNTS, main
from diagnostics.app.forms.form_fields import BY_KEY
from diagnostics.app.report.report import default_path
from diagnostics.files import data_file

ASKED = ["diagnose", "--leads", "80", "--wins", "12", "--goal", "20", "--closing", "0.2"]


def told(arguments, capsys):
    """Exit status, what was printed, what was complained of."""
    status = main(arguments)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_a_quick_answer_is_the_librarys(capsys):
    status, out, err = told(ASKED, capsys)
    d = dx.diagnose(dx.Funnel(leads=80, wins=12), dx.Par(goal=20, closing=0.2))
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == d.sentence
    assert str(d.bridge.round(1)) in out


def test_as_json_to_the_digit(capsys):
    _, out, _ = told([*ASKED, "--json"], capsys)
    said = json.loads(out)
    d = dx.diagnose(dx.Funnel(leads=80, wins=12), dx.Par(goal=20, closing=0.2))
    assert said["probability"] == d.probability
    assert said["of_par"] == d.of_par
    assert (said["verdict"], said["weak_link"], said["sentence"]) == (d.verdict, d.weak_link, d.sentence)


def test_it_takes_what_the_form_takes():
    assert set(COUNTS) <= set(BY_KEY)


@pytest.mark.parametrize("closing", ["20%", ".2", "0,2", "20"])
def test_a_share_may_be_typed_as_a_fraction_or_in_percent(closing, capsys):
    asked = ["diagnose", "--leads", "1,805", "--wins", "73", "--goal", "20", "--closing", closing, "--json"]
    _, out, _ = told(asked, capsys)
    d = dx.diagnose(dx.Funnel(leads=1805, wins=73), dx.Par(goal=20, closing=0.2))
    assert json.loads(out)["probability"] == d.probability


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--leads", "80", "--wins", "120", "--goal", "20", "--closing", "0.2"], "120"),
        (["--leads", "eighty", "--wins", "12", "--goal", "20", "--closing", "0.2"], "eighty"),
        (["--leads", "80", "--wins", "12", "--goal", "20", "--closing", "120%"], "120"),
        (["--leads", "80", "--wins", "12", "--closing", "0.2"], "customers you want"),
    ],
)
def test_what_is_wrong_is_said_on_the_error_stream(options, named, capsys):
    status, out, err = told(["diagnose", *options], capsys)
    assert (status, out) == (2, "")
    assert named in err
    assert "Traceback" not in err


def test_a_report_is_written_beside_its_case(tmp_path, capsys):
    case = tmp_path / "client.json"
    case.write_bytes(data_file("case.json").read_bytes())
    status, out, _ = told(["report", str(case)], capsys)
    assert status == 0
    assert Path(out.strip()) == tmp_path / "client.html"
    assert (tmp_path / "client.html").read_bytes() == dx.report(dx.Case.load(case), tmp_path / "b.html").read_bytes()
    assert case.read_bytes() == data_file("case.json").read_bytes()


@pytest.mark.parametrize("format_", ["html", "pdf", "xlsx", "pptx"])
def test_a_report_in_any_format(format_, tmp_path, capsys):
    out = tmp_path / f"r.{format_}"
    assert told(["report", str(data_file("case.json")), "--out", str(out)], capsys)[0] == 0
    assert out.stat().st_size > 5_000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (None, "nothing.json"),
        ("{", "case.json"),
        ('{"kind": "weak-link case", "version": 99}', "99"),
        ('{"name": "another program"}', "kind"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_and_left_as_it_is(text, named, tmp_path, capsys):
    path = tmp_path / ("nothing.json" if text is None else "case.json")
    if text is not None:
        path.write_text(text)
    status, out, err = told(["report", str(path)], capsys)
    assert (status, out) == (2, "")
    assert named in err
    assert [p.name for p in tmp_path.iterdir()] == ([] if text is None else [path.name])
    assert text is None or path.read_text() == text


@pytest.mark.slow
def test_the_same_from_a_shell(repo_root):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "diagnostics", *ASKED],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "weak link" in done.stdout


def test_a_command_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit) as refused:
        main(["dance"])
    assert refused.value.code == 2
    assert "dashboard" in capsys.readouterr().err


# --- nothing that is not ours is written over -------------------------------------------------------------------------


def test_a_report_never_replaces_the_case(tmp_path, capsys):
    case = tmp_path / "client.html"
    before = data_file("case.json").read_bytes()
    case.write_bytes(before)
    status, out, _ = told(["report", str(case)], capsys)
    assert (status, Path(out.strip()).name) == (0, "client-report.html")
    status, _, err = told(["report", str(case), "--out", str(case)], capsys)
    assert status == 2 and "is a case file" in err
    assert case.read_bytes() == before


@pytest.mark.parametrize("ending", [".html", ".pdf", ".xlsx", ".pptx"])
def test_a_report_beside_the_case_replaces_the_last_one_and_nothing_else(tmp_path, ending):
    case = dx.Case.load(data_file("case.json"))
    path = tmp_path / "client.json"
    first = dx.report(case, default_path(path, ending))
    assert first.name == f"client{ending}" and default_path(path, ending) == first
    first.write_text("written by hand")
    second = dx.report(case, default_path(path, ending))
    assert second.name == f"client-report{ending}" and default_path(path, ending) == second
    assert first.read_text() == "written by hand"
    second.write_text("too")
    assert default_path(path, ending).name == f"client-report-2{ending}"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["session", "--port", "-1"], "-1"),
        (["dashboard", "--port", "99999"], "99999"),
        (["dashboard", "--port", "9" * 5000], "whole number"),
        (["session", "--max-sessions", "0"], "'0'"),
        (["session", "--folder", __file__], "is a file"),
    ],
)
def test_what_cannot_be_served_is_refused_by_name(options, named, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(options)
    assert stopped.value.code == 2
    assert named in capsys.readouterr().err


def test_an_address_that_cannot_be_served_at_is_said_in_one_line(capsys, monkeypatch):
    def fail(*_, **__):
        raise OSError(99, "Cannot assign requested address")

    monkeypatch.setattr("diagnostics.app.server.serve.serve", fail)
    status, _, err = told(["dashboard", "--no-browser"], capsys)
    assert status == 1
    assert "Cannot assign" in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("missing", "options", "extra"),
    [
        ("voila", ["dashboard", "--no-browser"], "dashboard"),
        ("anywidget", ["session", "--no-browser"], "dashboard"),
        ("pydantic", ["report", "case.json"], "report"),
    ],
)
def test_what_a_command_needs_is_named_with_what_installs_it(missing, options, extra, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    status, _, err = told(options, capsys)
    assert status == 1
    assert err == f'{missing} is not installed: pip install "weak-link[{extra}]"\n'
