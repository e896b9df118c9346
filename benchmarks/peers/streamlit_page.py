"""The peer: the same page as a Streamlit script, run from the top at every change.

Streamlit sends a text when Enter is pressed, not at each key. Charts and containers have keys, so that they are updated and
not made anew. ``COMMAND`` turns off what costs time and is not needed: watching files, statistics, the toolbar.
"""

from __future__ import annotations

import streamlit as st
from content import CHART, INPUTS, START, TITLE, answer, numbers, reasons


def main() -> None:
    """The page from top to bottom."""
    st.set_page_config(page_title=TITLE, layout="wide")
    st.title(TITLE)
    form, side = st.columns([1, 3])
    texts = {key: form.text_input(label, START[key], key=key) for key, label in INPUTS.items()}
    shown = answer(texts)
    if shown is None:
        side.warning("Enter the numbers.")
        return
    with side.container(key="sentence"):
        st.header(shown["sentence"], anchor=False)
    with side.container(key="basis"):
        st.caption(shown["basis"])
    side.markdown(numbers(shown))
    for column, name in zip(side.columns(2), ("balance", "bridge"), strict=True):
        chart = shown[name]
        column.subheader(chart["title"], anchor=False)
        column.plotly_chart(chart["figure"], key=name, theme=None, height=300, config=CHART)
        column.caption(chart["caption"])
    side.markdown(reasons(shown))


main()
