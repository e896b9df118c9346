"""Parts of the page as widgets of a notebook, which can be put together: a form, the door, the bridge, the map.

>>> import diagnostics as dx
>>> from diagnostics.widgets import CountsForm, Door
>>> form, door = CountsForm(leads="140", wins="9", months="3", goal="10", closing="20"), Door()
>>> form.feed(door)
>>> door.diagnosis.verdict
'sales'
>>> form.texts = {**form.texts, "wins": "many"}
>>> form.errors, form.value, door.diagnosis
({'wins': 'Sales: “many” is not a number. Type digits, for example 120.'}, None, None)
"""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.pages.answer_panes import balance_pane, bridge_pane
from diagnostics.app.pages.door import door_pane
from diagnostics.app.pages.form_pane import fields_pane
from diagnostics.app.server.part import Part
from diagnostics.diagnosis.answer import Diagnosis, diagnose
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import t

__all__ = ["BalanceMap", "Bridge", "CountsForm", "Door"]


class _Shown(Part):
    diagnosis = traitlets.Instance(Diagnosis, allow_none=True)
    """What is shown; nothing where it is None."""
    kind: ClassVar[str]
    """What the page calls it: a door or a chart."""
    drawn: ClassVar[staticmethod[[Diagnosis], Any]]
    """A diagnosis as the plain data of that."""

    def __init__(self, diagnosis: Diagnosis | None = None, **kwargs: Any) -> None:
        super().__init__(diagnosis=diagnosis, **kwargs)
        self._show()

    @traitlets.observe("diagnosis")
    def _show(self, _change: object = None) -> None:
        d = self.diagnosis
        self._pane = (
            {"empty": t("Nothing to show yet.")} if d is None else {"kind": self.kind, self.kind: self.drawn(d)}
        )


class Door(_Shown):
    """The door: marketing on one side, sales on the other, people as width, the target as the dashed outline.

    Parameters
    ----------
    diagnosis : Diagnosis, optional
        What is shown; a trait that can be set and linked.
    """

    kind = "door"
    drawn = staticmethod(door_pane)


class Bridge(_Shown):
    """From the target to today, link by link, in customers per month. Parameters as for :class:`Door`."""

    kind = "chart"
    drawn = staticmethod(bridge_pane)
    _draws = traitlets.Bool(True).tag(sync=True)


class BalanceMap(_Shown):
    """Each side compared with its target, in per cent. Parameters as for :class:`Door`."""

    kind = "chart"
    drawn = staticmethod(balance_pane)
    _draws = traitlets.Bool(True).tag(sync=True)


class CountsForm(Part):
    """The form of totals: leads, sales and a target, read as the dashboard reads them.

    Parameters
    ----------
    **texts : str
        What stands in the fields when the form opens, by field, as it would be typed: ``leads="1,200"``.
    """

    texts = traitlets.Dict().tag(sync=True)
    """What is typed, by field."""
    value = traitlets.Tuple(traitlets.Instance(Funnel), traitlets.Instance(Par), default_value=None, allow_none=True)
    """The counts and the target; None while something is missing or wrong."""
    errors = traitlets.Dict()
    """What is wrong, or still missing, by field."""

    def __init__(self, **texts: str) -> None:
        super().__init__(texts=texts)
        self._read()

    @traitlets.observe("texts")
    def _read(self, _change: object = None) -> None:
        read = read_counts({key: str(text) for key, text in self.texts.items()})
        self.errors = {**read.errors, **read.missing}
        complete = read.funnel is not None and read.par is not None
        self.set_trait("value", (read.funnel, read.par) if complete else None)
        form = {"title": t("Your numbers"), "fields": fields_pane("counts"), "notes": dict(read.echoes)}
        self._pane = {
            "kind": "form",
            "form": {**form, "errors": dict(read.errors), "missing": dict(read.missing)},
        }

    def feed(self, *parts: _Shown) -> None:
        """Show the diagnosis of what is typed in other parts, now and whenever it changes."""

        def answer(_change: object = None) -> None:
            d = None if self.value is None else diagnose(*self.value)
            for part in parts:
                part.diagnosis = d

        self.observe(answer, "value")
        answer()
