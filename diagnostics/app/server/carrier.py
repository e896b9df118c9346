"""A widget that carries messages between the browser and an object that answers them, and nothing else."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

import anywidget

from diagnostics.app.pages.privacy_words import Footer, footer_of
from diagnostics.app.server.conversation import Answered, Answerer, Conversation, Start, nobody_counts, on_a_thread
from diagnostics.app.server.line import Content, Frame, Misused, whole
from diagnostics.app.site import NOTEBOOK, Site

log = logging.getLogger(__name__)


class Carrier(anywidget.AnyWidget):
    """The widget's half of the conversation, where a kernel answers.

    Each view of the widget has a line of its own, named by ``line`` in every frame; see
    :mod:`~diagnostics.app.server.line`.
    """

    page_name: ClassVar[str]
    """What the published page is called."""
    script_file: ClassVar[str]
    """The file of the static folder that is its script, a module."""
    style_file: ClassVar[str]
    private: ClassVar[bool] = False
    """Whether the page opens files of the person who serves it."""
    site: Site = NOTEBOOK
    """Where it is served."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.conversation = self.converse()
        self.on_msg(self._received)

    def converse(
        self, start: Start = on_a_thread, apart: bool = False, answered: Answered = nobody_counts
    ) -> Conversation:
        """Another conversation about the same page, which shares nothing with this one."""
        conversation = Conversation(start, apart, answered)
        conversation.answerer = self.answerer(conversation)
        return conversation

    def first(self) -> Content | None:
        """What a visitor is shown before anything is asked; None where that is nobody else's business."""
        return None

    def tidy(self) -> None:
        """Delete what is to be kept no longer: nothing."""

    def footer(self) -> Footer:
        """What stands below the page."""
        return footer_of(self.site)

    def answerer(self, conversation: Conversation) -> Answerer[Any]:
        """Somebody new who answers the messages of a conversation."""
        raise NotImplementedError

    def _received(self, _widget: object, content: object, buffers: list[Any]) -> None:
        if not isinstance(content, dict) or not isinstance(content.get("line"), str):
            log.warning("refused a message that is no frame")
            return
        view = content["line"]
        line = self.conversation.line(view)
        try:
            if "open" in content:
                line.connect(lambda frame: self._to_view(view, frame), whole(content, "got"))
            else:
                line.receive(content, bytes(memoryview(buffers[0])) if buffers else None)
        except Misused as problem:
            log.warning("refused a frame: %s", problem)

    def _to_view(self, view: str, frame: Frame) -> None:
        said: Content = {} if frame.say is None else {"say": frame.say}
        self.send({"line": view, **frame.content, **said}, None if frame.data is None else [frame.data])

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
