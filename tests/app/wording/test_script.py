"""The script of a consultation is data: read once, and refused where a step or a definition is missing."""

from __future__ import annotations

import tomllib

import pytest
from pydantic import ValidationError

from diagnostics.app.case.records import STEPS, Definitions
from diagnostics.app.wording.script import Script, script
from diagnostics.files import data_file


def test_the_script_is_read_once_and_has_every_step_and_definition():
    assert script() is script()
    assert tuple(script().step) == STEPS
    assert [d.key for d in script().definitions] == list(Definitions.model_fields)
    assert script().step["door"].ask == script().sales_letter


def changed(change):
    data = tomllib.loads(data_file("consultation.toml").read_text(encoding="utf-8"))
    change(data)
    return data


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["steps"].pop(),
        lambda data: data["steps"].reverse(),
        lambda data: data["definitions"].pop(0),
        lambda data: data["steps"][0].update(minutes=0),
        lambda data: data["steps"][0].update(minutes="5"),
        lambda data: data["steps"][0].update(line=""),
        lambda data: data["steps"][0].update(more="x"),
        lambda data: data.update(rules=[1]),
    ],
)
def test_a_script_that_is_not_whole_is_refused(change):
    with pytest.raises(ValidationError):
        Script.model_validate(changed(change))
