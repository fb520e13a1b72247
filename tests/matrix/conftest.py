"""Handlers without a browser: what they would send is heard by nobody."""

from __future__ import annotations

import pytest
import redis

from lms_app import composition
from lms_app.states import gate
from lms_app.states.instructor import curriculum


@pytest.fixture
def in_process(servers, monkeypatch) -> list[str]:
    """No browser listens; what is followed is followed once. Returns the use cases entered."""
    entered: list[str] = []
    whole = composition.call

    def noted(use_case, *args, **kwargs):
        entered.append(use_case.name)
        return whole(use_case, *args, **kwargs)

    async def unheard(*_args, **_kwargs):
        return None

    monkeypatch.setattr(composition, "call", noted)
    monkeypatch.setattr(gate, "chain_updates", unheard)
    monkeypatch.setattr(curriculum, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(curriculum, "FOLLOW_SECONDS", 0.001)
    redis.Redis.from_url(composition.implementations().settings.redis_url).flushall()
    return entered
