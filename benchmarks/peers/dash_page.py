"""The peer: the same page as a Dash app, one callback from all fields to all panes.

The same fields, the same style sheet, the same computation and the same chart specifications as the dashboard; only
what carries them to the browser differs. Where Dash leaves a choice, the quicker one is taken: messages beside the
fields are sent only where they change, no title changes while a callback runs, no request is logged, and only what a
desk shows is sent (no upright door, no upright bridge).
"""

from __future__ import annotations

import argparse
import logging
from typing import Any
from urllib.parse import quote

import dash
from content import CHART, START, TITLE
from dash import Input, Output, State, dcc, html

from diagnostics.app.forms.counts_form import CountsResult, read_counts
from diagnostics.app.forms.form_field import FormField
from diagnostics.app.forms.form_fields import fields_of
from diagnostics.app.pages.answer_panes import panes
from diagnostics.app.pages.door import door
from diagnostics.app.server.places import static
from diagnostics.diagnosis import diagnose
from diagnostics.errors import InputError

FIELDS = tuple(f for f in fields_of("counts") if f.group != "money")

PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%css%}
    <style>body { margin: 0; } STYLE .wl .dash-input-element { padding: 0; outline: 0; }</style>
  </head>
  <body>{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body>
</html>"""

ANSWER = (
    Output("answer", "className"),
    Output("sentence", "children"),
    Output("chance-bar", "children"),
    Output("chances", "children"),
    Output("cost", "children"),
    Output("settling", "children"),
    Output("door", "src"),
    Output("door", "alt"),
    Output("basis", "children"),
    *(
        Output(f"{chart}{part}", prop)
        for chart in ("balance", "bridge")
        for part, prop in (("", "figure"), ("-title", "children"), ("-caption", "children"), ("-words", "children"))
    ),
    Output("for", "children"),
    Output("against", "children"),
    Output("change", "children"),
    Output("unseen", "children"),
    Output("tempting", "children"),
    Output("tempting", "className"),
    Output("tempting-of", "children"),
    Output("right", "children"),
    Output("right-range", "children"),
    Output("right-of", "children"),
    Output("why", "children"),
    Output("what", "children"),
    Output("step", "children"),
    Output("watch", "children"),
)
BESIDE = tuple(
    output
    for field in FIELDS
    for output in (
        Output(f"{field.key}-note", "children"),
        Output(f"{field.key}-said", "children"),
        Output(f"{field.key}-box", "className"),
    )
)


def make_app() -> dash.Dash:
    """The app, ready to be served."""
    app = dash.Dash(__name__, serve_locally=True, title=TITLE, update_title=None)
    app.index_string = PAGE.replace("STYLE", static("dashboard.css"))
    app.layout = _layout()

    typed = [Input(field.key, "value") for field in FIELDS]
    shown_beside = [State(output.component_id, output.component_property) for output in BESIDE]

    @app.callback([*ANSWER, *BESIDE], typed, shown_beside)
    def update(*given: str | None) -> list[Any]:
        texts = {field.key: value for field, value in zip(FIELDS, given, strict=False) if value}
        reading = read_counts(texts)
        errors = dict(reading.errors)
        answer = None
        if reading.funnel is not None and reading.par is not None:
            try:
                d = diagnose(reading.funnel, reading.par)
                answer = {**panes(d), "drawing": door(d)}
            except InputError as problem:
                errors[problem.field] = str(problem)
        shown = ["wl-answer-side wl-stale", *[dash.no_update] * (len(ANSWER) - 1)] if answer is None else _shown(answer)
        beside = zip(_beside(reading, errors), given[len(FIELDS) :], strict=True)
        return [*shown, *(dash.no_update if new == (old or "") else new for new, old in beside)]

    return app


def _shown(answer: dict[str, Any]) -> list[Any]:
    """What each output of the answer becomes, in the order of ``ANSWER``."""
    tempting, action = answer["tempting"], answer["action"] or {"what": "", "step": "", "watch": ""}
    chances = [c for c in answer["chances"] if c["share"]]
    return [
        "wl-answer-side",
        answer["sentence"],
        [html.Span(className=f"wl-{c['key']}", style={"flexGrow": c["share"]}) for c in chances],
        [html.Span(c["label"], className=f"wl-chance wl-{c['key']}") for c in answer["chances"]],
        answer["cost"],
        answer["settling"],
        f"data:image/svg+xml;charset=utf-8,{quote(answer['drawing'])}",
        answer["basis"],
        answer["basis"],
        *(answer[chart][part] for chart in ("balance", "bridge") for part in ("figure", "title", "caption", "text")),
        [html.Li(line) for line in answer["for"]],
        [html.Li(line) for line in answer["against"]],
        answer["change"],
        [html.Li(line) for line in answer["unseen"]],
        tempting["tempting"],
        "wl-number" if tempting["same"] else "wl-number wl-struck",
        tempting["tempting_of"],
        tempting["right"],
        tempting["right_range"],
        tempting["right_of"],
        tempting["why"],
        action["what"],
        action["step"],
        f"Watch: {action['watch']}" if action["watch"] else "",
    ]


def _beside(reading: CountsResult, errors: dict[str, str]) -> list[str]:
    """What stands beside each field, in the order of ``BESIDE``."""
    out = []
    for field in FIELDS:
        error, missing = errors.get(field.key, ""), reading.missing.get(field.key, "")
        state = " wl-wrong" if error else " wl-missing" if missing else ""
        out += [reading.echoes.get(field.key, ""), error or missing, f"wl-field{state}"]
    return out


def _layout() -> html.Div:
    return html.Div(
        className="wl",
        children=[
            html.Header(
                className="wl-top",
                children=html.Div(
                    className="wl-title",
                    children=[
                        html.H1(TITLE),
                        html.P("Marketing or sales: find the weak link"),
                    ],
                ),
            ),
            html.Div(
                className="wl-grid",
                children=[
                    html.Section(
                        className="wl-head wl-card",
                        children=[
                            html.H2(id="sentence", className="wl-sentence"),
                            html.Div(id="chance-bar", className="wl-bar"),
                            html.P(id="chances", className="wl-chances"),
                        ],
                    ),
                    html.Div(className="wl-form wl-card", children=_form()),
                    html.Div(className="wl-body", children=_answer()),
                ],
            ),
        ],
    )


def _form() -> list[Any]:
    return [
        html.H2("Your numbers", className="wl-h"),
        html.Div([_field(f) for f in FIELDS if not f.group], className="wl-fields"),
        html.Details(
            [
                html.Summary("More detail: fit and reached"),
                html.Div([_field(f) for f in FIELDS if f.group == "more"], className="wl-fields"),
            ],
            className="wl-more",
        ),
    ]


def _field(field: FormField) -> html.Div:
    entry: Any
    if field.kind == "choice":
        options = [{"value": value, "label": label} for value, label in field.options]
        entry = dcc.Dropdown(options, START.get(field.key, ""), id=field.key, clearable=False, searchable=False)
    else:
        value = START.get(field.key, "")
        entry = dcc.Input(id=field.key, type="text", value=value, debounce=False, className="wl-input")
    return html.Div(
        id=f"{field.key}-box",
        className="wl-field",
        children=[
            html.Label(field.label, htmlFor=field.key, className="wl-label"),
            html.P(field.term, className="wl-term"),
            html.Div([entry, html.Span(field.unit, className="wl-unit") if field.unit else None], className="wl-entry"),
            html.P(id=f"{field.key}-note", className="wl-note"),
            html.P(id=f"{field.key}-said", className="wl-said"),
        ],
    )


def _answer() -> html.Div:
    def card(name: str, title: str, *children: Any) -> html.Section:
        return html.Section([html.H3(title, className="wl-h"), *children], className=f"wl-card wl-{name}")

    def chart(name: str) -> html.Section:
        return html.Section(
            className=f"wl-card wl-{name}",
            children=[
                html.H3(id=f"{name}-title", className="wl-h"),
                dcc.Graph(
                    id=name,
                    className="wl-chart",
                    style={"height": "300px", "flex": "none"},
                    responsive=True,
                    config=CHART,
                ),
                html.P(id=f"{name}-caption", className="wl-caption"),
                html.Details([html.Summary("Describe this chart"), html.P(id=f"{name}-words")], className="wl-words"),
            ],
        )

    return html.Div(
        id="answer",
        className="wl-answer-side",
        children=html.Div(
            className="wl-answer",
            children=[
                html.Section(
                    className="wl-card wl-doorcard",
                    children=[
                        html.P(id="cost", className="wl-cost"),
                        html.P(id="settling", className="wl-settling"),
                        html.Img(id="door", className="wl-door-wide", style={"width": "100%", "display": "block"}),
                        html.P(id="basis", className="wl-caption"),
                    ],
                ),
                chart("balance"),
                chart("bridge"),
                card("for", "Why we think so", html.Ul(id="for")),
                card(
                    "against",
                    "What speaks against it",
                    html.Ul(id="against"),
                    html.P(id="change", className="wl-caption"),
                ),
                card(
                    "tempting",
                    "The usual figure and the fair one",
                    html.Div(
                        className="wl-two",
                        children=[
                            html.Div(
                                [
                                    html.P(id="tempting", className="wl-number"),
                                    html.P(id="tempting-of", className="wl-of"),
                                ]
                            ),
                            html.Div(
                                [
                                    html.P(id="right", className="wl-number"),
                                    html.P(id="right-range", className="wl-of wl-strong"),
                                    html.P(id="right-of", className="wl-of"),
                                ]
                            ),
                        ],
                    ),
                    html.P(id="why", className="wl-caption"),
                ),
                card("unseen", "What these numbers can’t show", html.Ul(id="unseen")),
                card(
                    "action",
                    "What to do first",
                    html.P(id="what", className="wl-strong"),
                    html.P(id="step"),
                    html.P(id="watch", className="wl-caption"),
                ),
            ],
        ),
    )


def main() -> None:
    """Serve the page until stopped, with the server that Dash brings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    make_app().run(host="127.0.0.1", port=port, debug=False, threaded=True)


if __name__ == "__main__":
    main()
