"""A blind answer from a phone: taken once, refused in words otherwise, and never seen before both are shown."""

from __future__ import annotations

import json
import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from diagnostics.app.case.case import Case
from diagnostics.app.server.codes import GOOD_SECONDS, Codes, PhonesOf
from diagnostics.app.server.conversation import Conversation
from diagnostics.app.server.rates import Rates
from tests.app.conftest import running_server
from tests.app.server.test_published import Talk, run

SECRET = "A form that Zebedee filled in"
SLIP = {"weak": "sales", "sure": "80", "lead": SECRET, "sale": "paid", "call": "day"}
DAY = "2026-02-03"
HOST = "desk.example"


class Server:
    """A session that asks for a token: its address, the token, its folder and its log."""

    def __init__(self, address, token, folder, log):
        self.address, self.token, self.folder, self.log = address, token, folder, log
        self.host = address.removeprefix("http://127.0.0.1").strip("/")
        self.host = f"{HOST}{self.host}"

    async def begin(self, client, language=""):
        """A desk at the step of the two answers."""
        name = secrets.token_urlsafe(24)
        frame = {"open": name, "got": 0, "token": self.token}
        talk = await Talk.open(self.address, name, frame, Origin=f"http://{self.host}", Host=self.host)
        await talk.say({"do": "hello", "today": DAY, "seq": 1})
        await talk.say({"do": "new", "client": client, "today": DAY})
        if language:
            await talk.say({"do": "speak", "language": language, "today": DAY})
        shown = await talk.say({"do": "step", "to": "answers", "today": DAY})
        return talk, shown["shell"]["answers"]

    def asked(self, path, form=None, cookie="", body=None, **headers):
        """What a phone is answered: status, headers, text."""
        data = body if body is not None else None if form is None else urllib.parse.urlencode(form).encode()
        given = {"Host": self.host, **({"Cookie": cookie} if cookie else {}), **headers}
        request = urllib.request.Request(self.address + path, data, given)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, reply.headers, reply.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers, refusal.read().decode()


def path_of(pane, role):
    """The path of the address that the desk shows for a role."""
    (slip,) = [slip for slip in pane["slips"] if slip["role"] == role]
    return urllib.parse.urlsplit(slip["code"]["address"]).path.lstrip("/")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder, log = tmp_path_factory.mktemp("cases"), tmp_path_factory.mktemp("phone") / "log.txt"
    options = ["--folder", str(folder), "--token", "--allow-host", HOST, "--max-opens-per-minute", "500"]
    with running_server(log, "session", *options) as (address, _):
        token = re.search(r"#token=(\S+)", log.read_text())[1]
        yield Server(address, token, folder, log)


def test_an_answer_is_taken_once_and_the_desk_is_told_without_its_content(served):
    async def work():
        desk, pane = await served.begin("Once")
        path = path_of(pane, "sales")
        assert pane["slips"][1]["code"]["address"].startswith(f"http://{served.host}/answer/")
        form = served.asked(path)
        taken = served.asked(path, SLIP)
        told = await desk.read()
        again = served.asked(path, {**SLIP, "lead": "another"})
        late = served.asked(path)
        shown = await desk.say({"do": "reveal", "anyway": True, "today": DAY})
        return form, taken, told, again, late, shown

    form, taken, told, again, late, shown = run(work())
    assert form[0] == 200 and "What is a lead?" in form[2] and "<script" not in form[2]
    assert taken[0] == 200 and "handed in" in taken[2]
    assert told["say"]["seq"] == 0 and [s["handed_in"] for s in told["say"]["shell"]["answers"]["slips"]] == [
        False,
        True,
    ]
    assert "Zebedee" not in json.dumps(told)
    assert again[0] == late[0] == 410 and "This code was used" in again[2]
    assert "Zebedee" in json.dumps(shown) and "another" not in json.dumps(shown)
    (slip,) = Case.load(next(served.folder.glob("*nce*.json"))).slips
    assert (slip.role, slip.weak, slip.sure, slip.lead, slip.phone) == ("sales", "sales", 0.8, SECRET, True)


def test_no_reply_holds_anything_of_a_slip_before_both_are_shown(served):
    async def work():
        desk, pane = await served.begin("Quiet")
        said = [served.asked(path_of(pane, "sales"), SLIP)[2], json.dumps(await desk.read())]
        for message in (
            {"do": "step", "to": "door"},
            {"do": "step", "to": "answers"},
            {"do": "undo"},
            {"do": "hand_in", "role": "sales", **SLIP},
            {"do": "hand_in", "role": "marketing", **SLIP, "sure": "87654"},
            {"do": "hand_in", "role": "marketing", **SLIP, "lead": SECRET * 100},
            {"do": "hand_in", "role": "marketing", **SLIP},
            {"do": "hello"},
        ):
            reply = await desk.say({**message, "today": DAY})
            said.append(json.dumps(reply))
        return said

    for reply in run(work()):
        assert "Zebedee" not in reply and "87654" not in reply


def test_undo_at_the_desk_does_not_undo_an_answer_from_a_phone(served):
    async def work():
        desk, pane = await served.begin("Undone")
        await desk.say({"do": "client", "text": "Undone, renamed", "today": DAY})
        served.asked(path_of(pane, "sales"), SLIP)
        await desk.read()
        await desk.say({"do": "undo", "today": DAY})
        return await desk.say({"do": "undo", "today": DAY})

    shell = run(work())["shell"]
    assert shell["client"] == "Undone" and [s["handed_in"] for s in shell["answers"]["slips"]] == [False, True]


def test_an_answer_after_the_reveal_is_refused_in_words(served):
    async def work():
        desk, pane = await served.begin("Late")
        served.asked(path_of(pane, "sales"), SLIP)
        await desk.read()
        await desk.say({"do": "reveal", "anyway": True, "today": DAY})
        return served.asked(path_of(pane, "marketing"), SLIP), served.asked(path_of(pane, "marketing"))

    for status, _, text in run(work()):
        assert status == 410 and "shown already" in text and "<form" not in text


def test_one_phone_gives_one_answer_until_it_is_taken_back(served):
    async def work():
        desk, pane = await served.begin("Twice")
        taken = served.asked(path_of(pane, "sales"), SLIP)
        cookie = taken[1]["Set-Cookie"].partition(";")[0]
        await desk.read()
        seen = served.asked(path_of(pane, "marketing"), cookie=cookie)
        sent = served.asked(path_of(pane, "marketing"), SLIP, cookie=cookie)
        other = served.asked(path_of(pane, "marketing"))
        back = await desk.say({"do": "take_back", "role": "sales", "today": DAY})
        fresh = path_of(back["shell"]["answers"], "sales")
        corrected = served.asked(path_of(pane, "marketing"), SLIP, cookie=cookie)
        return taken, seen, sent, other, path_of(pane, "sales"), fresh, corrected

    taken, seen, sent, other, before, fresh, corrected = run(work())
    flags = taken[1]["Set-Cookie"]
    assert "HttpOnly" in flags and "SameSite=Strict" in flags and "Path=/answer/" in flags
    assert seen[0] == 403 and "from this phone" in seen[2] and "<form" not in seen[2]
    assert sent[0] == 422 and "from this phone" in sent[2] and SECRET in sent[2]
    assert other[0] == 200 and fresh != before
    assert corrected[0] == 200 and "handed in" in corrected[2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weak": ""}, "Choose marketing or sales"),
        ({"weak": "both"}, "Choose marketing or sales"),
        ({"sure": ""}, "from 50 to 100 percent"),
        ({"sure": "20"}, "from 50 to 100 percent"),
        ({"sure": "very"}, "from 50 to 100 percent"),
        ({"sure": "nan"}, "from 50 to 100 percent"),
        ({"lead": "x" * 1001}, "at most 1,000 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(served, change, words):
    async def work():
        _, pane = await served.begin("Wrong")
        return served.asked(path_of(pane, "sales"), {**SLIP, "sale": 'paid "up" <b>&', **change})

    status, _, text = run(work())
    assert status == 422 and words in text
    assert "paid &#34;up&#34; &lt;b&gt;&amp;" in text and "<b>" not in text


@pytest.mark.parametrize("body", [b"lead=" + b"x" * 40_000, b"\xff\xfe&weak=%FF", b"&".join([b"a=b"] * 500), b""])
def test_no_body_is_a_fault(served, body):
    async def work():
        _, pane = await served.begin("Body")
        return served.asked(path_of(pane, "sales"), body=body), served.asked(path_of(pane, "sales"))

    (status, _, text), form = run(work())
    assert status == 422 and "<form" in text and "Zebedee" not in text
    assert form[0] == 200


def test_a_code_that_is_not_known_says_so_in_the_language_of_the_phone(served):
    status, headers, text = served.asked("answer/" + "x" * 24, **{"Accept-Language": "de"})
    assert status == 404 and headers["Content-Language"] == "de" and "Code" in text
    assert served.asked("answer/" + "x" * 24, SLIP)[0] == 404


def test_the_form_speaks_the_language_of_the_case(served):
    async def work():
        _, pane = await served.begin("Deutsch", "de")
        return served.asked(path_of(pane, "sales"), **{"Accept-Language": "en"})

    status, headers, text = run(work())
    assert status == 200 and headers["Content-Language"] == "de" and "Was ist ein Lead?" in text


def test_the_form_runs_no_script_and_is_sent_only_here(served):
    async def work():
        _, pane = await served.begin("Headers")
        return served.asked(path_of(pane, "sales"))

    _, headers, _ = run(work())
    policy = headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy and "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    assert "form-action 'none'" in served.asked("")[1]["Content-Security-Policy"]


def test_a_stranger_host_is_not_answered_and_the_log_names_no_code(served):
    async def work():
        _, pane = await served.begin("Host")
        path = path_of(pane, "sales")
        served.asked(path, {**SLIP, "sure": "1"})
        return path, served.asked(path, Host="evil.example")

    path, refused = run(work())
    assert refused[0] == 403
    assert path.rpartition("/")[2] not in served.log.read_text() and "Zebedee" not in served.log.read_text()


def test_a_case_that_is_not_open_takes_nothing_and_says_so(served):
    async def work():
        desk, pane = await served.begin("Away")
        await desk.say({"do": "close", "today": DAY})
        return served.asked(path_of(pane, "sales"), SLIP)

    status, _, text = run(work())
    assert status == 422 and "not open right now" in text and SECRET in text


def test_without_a_token_there_is_no_code_and_the_reason_is_said(tmp_path):
    with running_server(tmp_path / "log.txt", "session", "--folder", str(tmp_path / "f")) as (address, _):

        async def work():
            talk = await Talk.open(address)
            await talk.say({"do": "new", "client": "No token", "today": DAY})
            return await talk.say({"do": "step", "to": "answers", "today": DAY})

        pane = run(work())["shell"]["answers"]
        assert pane["slips"][0]["code"] is None and "without a token" in pane["no_code"]
        server = Server(address, "", tmp_path, tmp_path)
        server.host = address.removeprefix("http://").strip("/")
        assert server.asked("answer/" + "x" * 24)[0] == 404


def test_an_address_of_this_computer_alone_is_not_put_into_a_code(served):
    async def work():
        frame = {"open": "n" * 32, "got": 0, "token": served.token}
        talk = await Talk.open(served.address, "n" * 32, frame)
        await talk.say({"do": "new", "client": "Here", "today": DAY})
        return await talk.say({"do": "step", "to": "answers", "today": DAY})

    pane = run(work())["shell"]["answers"]
    assert pane["slips"][0]["code"] is None and "only this computer knows" in pane["no_code"]


# --- the addresses --------------------------------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_an_address_ends_after_some_hours_and_another_is_lent():
    clock, desk, file = Clock(), Conversation(), Path("/cases/a.json")
    codes = Codes(clock)
    token = codes.lend(file, "sales", "en", desk)
    clock.now = GOOD_SECONDS - 1
    assert codes.lend(file, "sales", "en", desk) == token and codes.find(token).closed == ""
    clock.now = GOOD_SECONDS + 1
    assert codes.find(token) is None
    assert codes.lend(file, "sales", "en", desk) != token


def test_an_address_ends_with_the_session():
    class Nobody:
        def flush(self):
            """Nothing to write."""

    codes, desk = Codes(), Conversation()
    desk.answerer = Nobody()
    token = codes.lend(Path("/cases/a.json"), "sales", "en", desk)
    desk.close()
    assert codes.find(token).closed == "slip-session-over"


def test_an_address_moves_to_the_desk_that_shows_it():
    codes, one, other, file = Codes(), Conversation(), Conversation(), Path("/cases/a.json")
    one.origin, other.origin = "http://a.example", "https://b.example"
    first = PhonesOf(codes, one, "/base/").address(file, "sales", "en")
    second = PhonesOf(codes, other, "/base/").address(file, "sales", "de")
    assert first.removeprefix("http://a.example/base/answer/") == second.removeprefix("https://b.example/base/answer/")
    code = codes.find(first.rpartition("/")[2])
    assert code.desk is other and code.language == "de"


def test_an_address_may_ask_so_often_in_a_minute():
    clock = Clock()
    rates = Rates(2, clock)
    assert [rates.allowed("a"), rates.allowed("a"), rates.allowed("a"), rates.allowed("b")] == [True, True, False, True]
    clock.now = 61
    rates.sweep()
    assert rates.allowed("a")
