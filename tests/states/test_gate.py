"""What the gate says to people whose form does not fit, and to nobody else."""

from __future__ import annotations

import pytest
import reflex as rx
from reflex_base.event import Event

from lms_app import i18n
from lms_app.states import gate
from lms_app.states.notice import NoticeState
from tests.factories.people import Nobody, person
from tests.states.learn.opened import notice_of, opened

STATES = f"{gate.ROOT}.lms_app___states___"
APPLY = f"{STATES}instructor___start____instructor_start_state.apply"
SAVE = f"{STATES}settings___profile____profile_state.save"
THEME = f"{STATES}session____session_state.choose_theme"
FORM = {"handle": "sam-maps", "headline": "Maps", "bio_md": ""}
WRONG = [
    {**FORM, "nickname": "S"}, {**FORM, "headline": 7}, {"handle": "sam-maps"}, None, [], "x",
]  # fmt: skip


@pytest.fixture(autouse=True)
def unheard(site, monkeypatch):
    async def emit(*_args, **_kwargs):
        return None

    monkeypatch.setattr(gate, "chain_updates", emit)


class Tab:
    """A tab of somebody's, behind the gate."""

    def __init__(self, who, path: str = "/instructor/start") -> None:
        self.root, self.gate = opened(rx.State, path, who), gate.EventGate()

    async def send(self, name: str, payload: object) -> bool:
        """Say whether the event got through."""
        from lms_app.lms_app import app

        await self.gate.preprocess(app, self.root, Event(f"{gate.ROOT}.hydrate", {}, {}))
        return await self.gate.preprocess(app, self.root, Event(name, {}, payload)) is None

    async def notice(self) -> NoticeState:
        return await notice_of(self.root)


def words(key: str, **params: object) -> str:
    return i18n.lookup(key, "ko", **params)


async def test_a_form_that_fits_gets_through_and_says_nothing():
    tab = Tab(person("Sam"))
    assert await tab.send(APPLY, {"form_data": FORM})
    assert (await tab.notice()).notice_text == ""


@pytest.mark.parametrize("form", WRONG)
async def test_a_form_that_does_not_fit_is_answered_in_the_same_words_whatever_is_wrong(form):
    tab = Tab(person("Sam"))
    assert not await tab.send(APPLY, {"form_data": form})
    notice = await tab.notice()
    assert (notice.notice_kind, notice.notice_text) == ("warning", words("error.form"))


async def test_a_field_that_saves_itself_is_answered_too():
    tab = Tab(person("Sam"), "/settings")
    too_long = {"name": "bio_md", "value": "x" * 30_000, "nonce": 1}
    assert not await tab.send(SAVE, too_long)
    assert (await tab.notice()).notice_text == words("error.form")


async def test_who_is_not_signed_in_learns_nothing_of_what_a_form_is_like():
    told = []
    for form in (FORM, *WRONG):
        tab = Tab(Nobody())
        assert not await tab.send(APPLY, {"form_data": form})
        notice = await tab.notice()
        told.append((notice.notice_text, notice.go_url))
    assert set(told) == {("", "/login?next=%2Finstructor%2Fstart")}


async def test_what_does_not_fit_is_counted_like_what_does():
    tab = Tab(person("Sam"))
    for _ in range(
        gate.POLICIES["lms_app.states.instructor.start.InstructorStartState.apply"].per_minute
    ):
        await tab.send(APPLY, {"form_data": None})
    assert not await tab.send(APPLY, {"form_data": None})
    assert (await tab.notice()).notice_text == words("error.rate_limited", seconds=60)


@pytest.mark.parametrize(
    "payload", [{"theme": "blue"}, {"theme": "dark", "more": 1}, [], None, "x"]
)
async def test_what_nobody_types_is_dropped_without_a_word(payload):
    tab = Tab(person("Sam"))
    assert not await tab.send(THEME, payload)
    assert (await tab.notice()).notice_text == ""


async def test_a_page_that_hydrates_with_what_is_no_payload_is_dropped():
    from lms_app.lms_app import app

    tab = Tab(person("Sam"))
    for payload in ([], None, "x", 7):
        event = Event(f"{gate.ROOT}.hydrate_and_load", {}, payload)  # type: ignore[arg-type]
        assert await tab.gate.preprocess(app, tab.root, event) is not None
