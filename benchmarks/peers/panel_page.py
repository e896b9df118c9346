"""The peer: the same page as a Panel app, one function from all inputs to all panes.

Where Panel leaves a choice, the quicker one is taken: texts are sent at each key, all changes of one answer travel in one
message, and everything is served from this machine.
"""

from __future__ import annotations

import argparse
import logging
from html import escape
from typing import Any

import panel as pn
from content import CHART, INPUTS, START, TITLE, answer, numbers, reasons

CHARTS = ("balance", "bridge")


def page() -> pn.viewable.Viewable:
    """A visitor's page."""
    inputs = {
        key: pn.widgets.TextInput(name=label, value=START[key], value_input=START[key], css_classes=[key])
        for key, label in INPUTS.items()
    }
    words = {name: pn.pane.Markdown(css_classes=[name]) for name in ("basis", "numbers", "reasons")}
    sentence = pn.pane.HTML(css_classes=["sentence"])
    titles = {name: pn.pane.Markdown() for name in CHARTS}
    charts = {
        name: pn.pane.Plotly(config=CHART, height=300, sizing_mode="stretch_width", css_classes=[name])
        for name in CHARTS
    }
    captions = {name: pn.pane.Markdown() for name in CHARTS}

    def update(*_: Any) -> None:
        shown = answer({key: entry.value_input for key, entry in inputs.items()})
        if shown is None:
            return
        with pn.io.hold():
            sentence.object = f"<h2>{escape(shown['sentence'])}</h2>"
            words["basis"].object = shown["basis"]
            words["numbers"].object = numbers(shown)
            words["reasons"].object = reasons(shown)
            for name in CHARTS:
                titles[name].object = f"### {shown[name]['title']}"
                charts[name].object = shown[name]["figure"]
                captions[name].object = shown[name]["caption"]

    for entry in inputs.values():
        entry.param.watch(update, "value_input")
    update()
    columns = [pn.Column(titles[name], charts[name], captions[name], sizing_mode="stretch_width") for name in CHARTS]
    answered = pn.Column(
        sentence,
        words["basis"],
        words["numbers"],
        pn.Row(*columns, sizing_mode="stretch_width"),
        words["reasons"],
        sizing_mode="stretch_width",
    )
    return pn.Column(
        f"# {TITLE}",
        pn.Row(pn.Column(*inputs.values(), width=300), answered, sizing_mode="stretch_width"),
        sizing_mode="stretch_width",
    )


def main() -> None:
    """Serve the page until stopped, with the server that Panel brings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    logging.getLogger("bokeh").setLevel(logging.ERROR)
    pn.extension("plotly")
    pn.serve(page, port=port, address="127.0.0.1", show=False, title=TITLE, verbose=False)


if __name__ == "__main__":
    main()
