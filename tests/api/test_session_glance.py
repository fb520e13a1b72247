"""A cookie is looked at once in a while, and never keeps a page back."""

import asyncio
import secrets

import pytest

from lms_app.api.rendered import glance
from lms_app.api.rendered.glance import SessionGlance
from lms_app.core.errors import PortUnavailable

pytestmark = pytest.mark.asyncio


class Source:
    """Answers as it is told, or never; counts who asked."""

    def __init__(self, answer=True):
        self.asked, self.answer, self.answers = 0, answer, asyncio.Event()
        self.answers.set()

    async def __call__(self, token):
        self.asked += 1
        await self.answers.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def token() -> str:
    return secrets.token_urlsafe(32)


@pytest.mark.parametrize("invented", ["x", "", "a" * 42, "a" * 44, "é" * 43, "a" * 100_000])
async def test_what_is_no_token_is_not_asked_about(invented):
    source = Source()
    assert not await SessionGlance(source).is_open(invented)
    assert source.asked == 0


@pytest.mark.parametrize("answer", [True, False])
async def test_the_same_session_is_asked_about_once_in_a_while(answer):
    source, held = Source(answer), token()
    look = SessionGlance(source)
    assert [await look.is_open(held) for _ in range(3)] == [answer] * 3
    assert source.asked == 1


async def test_a_source_that_is_away_is_believed_to_say_yes_and_asked_again():
    source, held = Source(PortUnavailable("database")), token()
    look = SessionGlance(source)
    assert await look.is_open(held)
    source.answer = False
    assert not await look.is_open(held)


async def test_nobody_waits_for_a_source_that_never_answers(monkeypatch):
    monkeypatch.setattr(glance, "PATIENCE_SECONDS", 0.05)
    source = Source(answer=False)
    source.answers.clear()
    look = SessionGlance(source)
    assert all(await asyncio.gather(*(look.is_open(token()) for _ in range(50))))
    assert all([await look.is_open(token()) for _ in range(5)])
    assert source.asked == glance.ASKED_AT_ONCE
    source.answers.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not await look.is_open(token())
