"""Every code of data/messages, on its three surfaces: raised somewhere, given its facts, and in the words of the reader.

What is raised is read from the syntax tree of the package. A rule is first shown to catch a text that breaks it.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import diagnostics as dx
from diagnostics.app.forms.form_fields import FIELDS
from diagnostics.errors import SURFACES, InputError, messages, template
from diagnostics.files import data_file

PACKAGE = Path(dx.__file__).parent
FORMAT_ONLY = {"field", "value", "choices"}
"""Filled in by the error itself."""

CALLED = {"InputError": 3, "CaseConflict": 3, "CaseGone": 3, "Question": 5}
"""What takes a code first, and how many arguments it takes without a name."""


class Raised(NamedTuple):
    where: str
    codes: tuple[str, ...]
    """Empty where the code is passed on from another error."""
    facts: frozenset[str] | None
    """Names of the facts; None where they cannot be read from the syntax tree."""
    old_style: bool = False


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts_of(node: ast.expr, local: dict[str, list[ast.expr]]) -> tuple[str, ...]:
    """The texts an expression can be: a constant, one of two, or a local name for either."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, ast.IfExp):
        return texts_of(node.body, local) + texts_of(node.orelse, local)
    if isinstance(node, ast.Name) and node.id in local:
        return tuple(text for value in local[node.id] for text in texts_of(value, {}))
    return ()


def facts_of(call: ast.Call, passed_on: str | None = None) -> frozenset[str] | None:
    """Keywords of a call, without ``**``: those of ``passed_on`` are the caller's."""
    if name_of(call) == "Question":
        given = call.args[3] if len(call.args) > 3 else None
        if given is None:
            return frozenset()
        if isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys):
            return frozenset(key.value for key in given.keys if isinstance(key, ast.Constant))
        return None
    for keyword in call.keywords:
        if keyword.arg is None and not (isinstance(keyword.value, ast.Name) and keyword.value.id == passed_on):
            return None
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg)


class Forwarder(NamedTuple):
    """A function that puts its parameter ``code`` into an error."""

    prefix: str
    at: int
    facts: frozenset[str] | None


def forwarders(tree: ast.AST) -> Iterator[tuple[str, Forwarder]]:
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        parameters = [argument.arg for argument in function.args.args if argument.arg not in ("self", "cls")]
        if "code" not in parameters:
            continue
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if name_of(call) not in CALLED or not call.args:
                continue
            first, prefix = call.args[0], ""
            if isinstance(first, ast.JoinedStr):
                prefix = "".join(part.value for part in first.values if isinstance(part, ast.Constant))
            elif not (isinstance(first, ast.Name) and first.id == "code"):
                continue
            more = function.args.kwarg.arg if function.args.kwarg else None
            yield function.name, Forwarder(prefix, parameters.index("code"), facts_of(call, more))


def raised(source: str, where: str, shared: dict[str, Forwarder] | None = None) -> list[Raised]:
    """What a module raises, with the codes it can carry; ``shared`` are the forwarders of its folder."""
    tree = ast.parse(source)
    forward = (shared or {}) | dict(forwarders(tree))
    out = []

    def visit(node: ast.AST, local: dict[str, list[ast.expr]], inside: frozenset[str]) -> None:
        if isinstance(node, ast.FunctionDef):
            local = {}
            for inner in (inner for inner in ast.walk(node) if isinstance(inner, ast.Assign)):
                for target in (target for target in inner.targets if isinstance(target, ast.Name)):
                    local.setdefault(target.id, []).append(inner.value)
            inside |= {node.name}
        if isinstance(node, ast.Call):
            at, called = f"{where}:{node.lineno}", name_of(node)
            if called in CALLED and node.args and not inside & forward.keys():
                if isinstance(node.args[0], ast.Attribute) and node.args[0].attr == "code":
                    pass  # the error again, at another place
                else:
                    old = len(node.args) > CALLED[called]
                    out.append(Raised(at, texts_of(node.args[0], local), facts_of(node), old))
            elif called in forward and len(node.args) > forward[called].at:
                through = forward[called]
                own = facts_of(node)
                known = None if own is None or through.facts is None else own | through.facts
                codes = tuple(through.prefix + text for text in texts_of(node.args[through.at], local))
                if codes:
                    out.append(Raised(at, codes, known))
        for child in ast.iter_child_nodes(node):
            visit(child, local, inside)

    visit(tree, {}, frozenset())
    return out


def folder(where: str) -> str:
    parts = Path(where.split(":", maxsplit=1)[0]).parts
    return "/".join(parts[:2]) if parts[0] == "app" else parts[0]


MODULES = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "errors.py"
}
SHARED: dict[str, dict[str, Forwarder]] = {}
for where, source in MODULES.items():
    public = {name: found for name, found in forwarders(ast.parse(source)) if not name.startswith("_")}
    SHARED.setdefault(folder(where), {}).update(public)
RAISED = [site for where, source in MODULES.items() for site in raised(source, where, SHARED[folder(where)])]
CODES = sorted(messages())


def placeholders(text: str) -> set[str]:
    names = (name for _, name, _, _ in Formatter().parse(text) if name is not None)
    return {re.split(r"[.\[!:]", name)[0] for name in names}


def parts(code: str) -> Iterator[tuple[str, str, str]]:
    for surface in SURFACES:
        for part in ("problem", "remedy"):
            yield surface, part, template(code, part, surface)


# --- reading the syntax tree


SNIPPETS = {
    "a code": ('InputError("a", "leads", 3, most=5)', ("a",), {"most"}),
    "one of two": ('InputError("a" if x else "b", "leads", 3)', ("a", "b"), set()),
    "a local name": ('def f():\n    code = "a" if x else "b"\n    InputError(code, "leads")', ("a", "b"), set()),
    "a name that changes": (
        'def f():\n    code = "a"\n    if x:\n        code = "b"\n    InputError(code, "leads")',
        ("a", "b"),
        set(),
    ),
    "unknown facts": ('InputError("a", "leads", **facts)', ("a",), None),
    "passed on": (
        'def wrong(code, **facts):\n    return InputError(code, "leads", 3, place="x", **facts)\nwrong("a", most=5)',
        ("a",),
        {"most", "place"},
    ),
    "passed on with a prefix": (
        'def wrong(code, name):\n    return InputError(f"file-{code}", name)\nwrong("a", "x")',
        ("file-a",),
        set(),
    ),
    "a question": ('Question("a", "leads", (), {"most": 5})', ("a",), {"most"}),
}


@pytest.mark.parametrize(("source", "codes", "facts"), SNIPPETS.values(), ids=SNIPPETS)
def test_codes_and_facts_are_read_from_the_syntax_tree(source, codes, facts):
    (site,) = raised(source, "snippet.py")
    assert site.codes == codes
    assert site.facts == (None if facts is None else frozenset(facts))
    assert not site.old_style


def test_a_sentence_where_a_code_belongs_is_seen():
    (site,) = raised('InputError("leads", 3, "is odd", "Type an even number.")', "leads/x.py")
    assert site.old_style
    assert folder(site.where) == "leads"
    assert folder("app/forms/grid.py:3") == "app/forms"


# --- codes and their tables


def test_no_error_is_given_a_sentence():
    assert [site.where for site in RAISED if site.old_style] == []


def test_every_code_that_is_raised_has_words():
    unknown = [
        (site.where, code) for site in RAISED for code in site.codes or ("no code to read",) if code not in messages()
    ]
    assert unknown == []


def test_every_code_that_has_words_is_raised():
    given = {code for site in RAISED for code in site.codes}
    assert [code for code in CODES if code not in given] == []


@pytest.mark.parametrize("code", CODES)
def test_words_need_only_facts_that_are_given(code):
    needed = {name for _, _, text in parts(code) for name in placeholders(text)} - FORMAT_ONLY
    for site in RAISED:
        if code in site.codes and site.facts is not None:
            assert needed <= site.facts, (site.where, needed - site.facts)


@pytest.mark.parametrize("code", CODES)
def test_a_problem_ends_a_sentence_and_a_remedy_is_sentences(code):
    for surface, part, text in parts(code):
        assert text == text.strip(), (surface, part)
        assert text.endswith((".", "?", "}")) if part == "remedy" else not text.endswith("."), (surface, part, text)


@pytest.mark.parametrize("code", CODES)
def test_a_table_holds_nothing_that_is_never_read(code):
    entry = messages()[code]
    assert set(entry) <= {"problem", "remedy", "shell", "page"}
    assert all(set(entry.get(surface, {})) <= {"problem", "remedy"} for surface in ("shell", "page"))


class Anything(str):
    """A fact that can be written in any way: as a number, as a text, as a list."""

    def __format__(self, how):
        if how in ("", "s") or how.startswith(("problem", "remedy")):  # a question is written by its parts
            return str(self)
        return format(1234, how)


@pytest.mark.parametrize("code", CODES)
def test_words_can_be_filled_in(code):
    for surface, part, text in parts(code):
        filled = text.format_map({name: Anything("x") for name in placeholders(text)})
        assert "{" not in filled or "{{" in text, (surface, part, filled)


def test_a_format_that_cannot_be_is_seen():
    with pytest.raises(ValueError, match="format"):
        "{months:zz}".format_map({"months": Anything("x")})


# --- the words of each surface


PUBLIC = "|".join(dx.__all__)
PYTHON = re.compile(
    rf"\bNone\b|'dict'|\b\w+=|\bdx\.|\[[^\]]*\]|[A-Za-z]_[A-Za-z]|\b(?:{PUBLIC})[(.]\w?|\bInputError\b|!r\b|{{field\b"
)
"""What no owner should read: Python, its names, or the name of an entry as the code has it."""

SCREEN = re.compile("|".join([r"\bunder “", r"\bon the (page|screen)\b", *(re.escape(f"“{f.name}”") for f in FIELDS)]))
"""What someone who calls a function does not see."""


def plain(text: str) -> str:
    """A template as it is read: the names in its braces are not shown, and the name of an install is no Python."""
    return re.sub(r"\{(?!field\b)[a-z_]+(?=[}:!.])|weak-link\[\w+\]", "{", text)


@pytest.mark.parametrize(
    "text",
    [
        "is None",
        "is a 'dict'",
        "Give lag_days=30",
        "Call dx.compare",
        "Say won=['yes']",
        "Use direct_wins",
        "Call Table.between(3)",
        "Set {field} too",
        "holds {value!r}",
    ],
)
def test_python_on_the_page_is_seen(text):
    assert PYTHON.search(plain(text))


@pytest.mark.parametrize("text", ["Type 5.", "must be at most {longest_wait:,}", "a report on the table. Compare"])
def test_plain_words_are_left_alone(text):
    assert not PYTHON.search(plain(text))


@pytest.mark.parametrize("code", CODES)
def test_the_page_is_spoken_to_in_its_own_words(code):
    for part in ("problem", "remedy"):
        found = PYTHON.search(plain(template(code, part, "page")))
        assert found is None, (part, found)


IN_THE_SHELL = ("funnel", "diagnosis", "forms", "case", "report")
"""Tables whose codes a command can print."""


def test_the_shell_is_spoken_to_without_python():
    found = {}
    for name in IN_THE_SHELL:
        for code in tomllib.loads(data_file(f"messages/{name}.toml").read_text(encoding="utf-8")):
            words = " ".join(template(code, part, "shell") for part in ("problem", "remedy"))
            python = PYTHON.search(plain(words).replace("!r}", "}").replace("de_CH", ""))
            if python:
                found[code] = python[0]
    assert found == {}


@pytest.mark.parametrize("code", CODES)
def test_python_is_spoken_to_without_the_words_of_the_screen(code):
    for part in ("problem", "remedy"):
        found = SCREEN.search(template(code, part, "python"))
        assert found is None, (part, found)


def test_a_missing_value_is_not_shown():
    error = InputError("closing-level-missing", "closing")
    assert error.message("page", "Win rate").startswith("Win rate: gives sales")
    assert str(error).startswith("closing: gives sales")


@pytest.mark.parametrize("value", [None, "", True, {"leads": 3}, [["1"]], b"x"], ids=repr)
def test_what_only_a_programmer_can_read_is_not_shown_on_the_page(value):
    error = InputError("saved-file-of-another-kind", "file", value)
    assert (
        error.message("page", "File")
        == "File: was not saved from this page. Choose a file that was saved from this page."
    )


@pytest.mark.parametrize(("value", "shown"), [("x", "“x”"), (3, "3"), (2.5, "2.5")])
def test_a_text_or_a_number_is_shown_on_the_page(value, shown):
    assert (
        InputError("saved-file-of-another-kind", "file", value).message("page", "File").startswith(f"File: {shown} was")
    )
