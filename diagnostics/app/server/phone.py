"""The form for one blind answer on a phone: a plain page without a script, good for one answer."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl

from tornado.web import HTTPError

from diagnostics.app.case.slips import LONGEST_ANSWER
from diagnostics.app.consultation import answers_edits
from diagnostics.app.consultation.answers_messages import PhoneSlip
from diagnostics.app.server.codes import GOOD_SECONDS, PLACE, TOKEN_BYTES, Code, Codes
from diagnostics.app.server.door import Door
from diagnostics.app.server.handlers import POLICY, Guarded
from diagnostics.app.server.rates import Rates
from diagnostics.app.wording import answers_words as say
from diagnostics.app.wording import phone_words as at_phone
from diagnostics.app.wording.refusal_words import refused
from diagnostics.errors import InputError
from diagnostics.language import language, speaking, t

log = logging.getLogger(__name__)

LARGEST_BODY: Final = 32_768
"""Bytes: two definitions of the most characters, each written as up to twelve, and the rest."""
MOST_FIELDS: Final = 20
WAIT_SECONDS: Final = 30
"""Until the desk has taken an answer."""
PHONE: Final = "phone"
"""The cookie by which a phone that has answered is known for as long as its address would be good."""
MARK: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
FIELDS: Final = ("weak", "sure", "lead", "sale", "call")
SAFE: Final = POLICY.replace("script-src 'self'", "script-src 'none'").replace(
    "form-action 'none'", "form-action 'self'"
)
"""No script at all; the form may be sent to this server."""
TOKEN: Final = r"([A-Za-z0-9_-]{1,64})"


class PhoneForm(Guarded):
    """One address for one answer."""

    @property
    def codes(self) -> Codes:
        """All addresses."""
        codes: Codes = self.given["codes"]
        return codes

    def set_default_headers(self) -> None:
        """As every reply, but its form may be sent, and nothing is kept of it anywhere."""
        super().set_default_headers()
        ancestors = "frame-ancestors 'none'"
        self.set_header("Content-Security-Policy", f"{SAFE}; {ancestors}")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Robots-Tag", "noindex")

    def log_exception(self, *fault: Any) -> None:
        """Without the path, which is the code."""
        kind, problem, _ = fault
        if isinstance(problem, HTTPError):
            log.warning("an answer from a phone: %d %s", problem.status_code, problem.log_message)
        else:
            log.error("an answer from a phone: %s", kind, exc_info=fault)

    def get(self, token: str) -> None:
        """The form, or why there is none."""
        code = self.codes.find(token)
        with speaking(self.asked_language if code is None else code.language):
            if not self._within_rate():
                self._message(
                    t(at_phone.NOT_NOW), refused(InputError("slip-too-often", "slip")), HTTPStatus.TOO_MANY_REQUESTS
                )
            elif code is None or code.closed:
                self._refuse(code)
            elif (other := self._second(code)) is not None:
                self._message(t(at_phone.ANOTHER), refused(other), HTTPStatus.FORBIDDEN)
            else:
                self._form(code, {})

    async def post(self, token: str) -> None:
        """An answer: it is taken once, or the form comes back as it was filled in, with what is wrong."""
        code = self.codes.find(token)
        with speaking(self.asked_language if code is None else code.language):
            if code is None or code.closed:
                self._refuse(code)
                return
            texts = self._texts()
            try:
                await self._take(code, texts)
            except InputError as problem:
                now = self.codes.find(token)
                if now is None or now.closed:  # meanwhile
                    self._refuse(now)
                else:
                    self._form(now, texts, problem)
                return
            self._message(t(at_phone.THANKS), t(at_phone.TAKEN))

    async def _take(self, code: Code, texts: dict[str, str]) -> None:
        if not self._within_rate():
            raise InputError("slip-too-often", "slip")
        if len(self.request.body) > LARGEST_BODY:
            raise InputError("slip-too-large", "slip")
        if (other := self._second(code)) is not None:
            raise other
        sent = PhoneSlip(
            file=code.file,
            slip=answers_edits.slip(code.role, texts, phone=True),
        )
        try:
            await asyncio.wait_for(asyncio.wrap_future(code.desk.visit(sent)), WAIT_SECONDS)
        except TimeoutError:
            raise InputError("slip-session-away", "slip") from None
        if sent.refusal is not None:
            raise sent.refusal
        phone = self._phone() or secrets.token_urlsafe(TOKEN_BYTES)
        self.codes.remember(code.file, phone, code.role)
        self.set_cookie(
            PHONE,
            phone,
            path=f"{self.given['base_url']}{PLACE}/",
            max_age=GOOD_SECONDS,
            httponly=True,
            samesite="Strict",
            secure=code.desk.origin.startswith("https:"),
        )

    def _second(self, code: Code) -> InputError | None:
        """Why a phone that has given the other answer gives no second one; None where it has not."""
        phone = self._phone()
        role = None if phone is None else self.codes.answered(code.file, phone)
        return None if role in (None, code.role) else InputError("slip-same-phone", "slip")

    def _phone(self) -> str | None:
        kept = self.get_cookie(PHONE) or ""
        return kept if MARK.fullmatch(kept) else None

    def _within_rate(self) -> bool:
        door: Door = self.door
        rates: Rates = self.given["rates"]
        return rates.allowed(door.address(self.request))

    def _texts(self) -> dict[str, str]:
        """What was typed, of a body that is not too large."""
        if len(self.request.body) > LARGEST_BODY:
            return {}
        body = self.request.body.decode("utf-8", "replace")
        try:
            pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:  # no form of this page
            return {}
        return {name: text for name, text in pairs if name in FIELDS}

    # --- what is shown ---

    def _form(self, code: Code, texts: dict[str, str], problem: InputError | None = None) -> None:
        if problem is not None:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
        self._page(
            at_phone.HEADING[code.role],
            form=True,
            texts=texts,
            wrong="" if problem is None else problem.field,
            said="" if problem is None else refused(problem),
        )

    def _refuse(self, code: Code | None) -> None:
        status = HTTPStatus.NOT_FOUND if code is None else HTTPStatus.GONE
        self._message(t(at_phone.GONE), at_phone.CLOSED["" if code is None else code.closed], status)

    def _message(self, heading: str, said: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.set_status(status)
        self._page(heading, form=False, texts={}, wrong="", said=said)

    def _page(self, heading: str, **shown: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Language", language())
        template = self.given["env"].get_template("answer.html.j2")
        self.finish(
            template.render(heading=heading, language=language(), say=say, longest=LONGEST_ANSWER, t=t, **shown)
        )
