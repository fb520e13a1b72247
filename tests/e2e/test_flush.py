"""Redis is emptied under people who are on the site: they go on, and everybody stays who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import redis

from lms_app.core.config import settings
from lms_app.services import enrollment
from tests.e2e.socket import ROOT_STATE, RawSocket
from tests.factories.courses import published
from tests.factories.people import Person, instructor, person

ONLINE = 50


@pytest.fixture
def people(live_site) -> Iterator[list[tuple[Person, str, RawSocket]]]:
    """So many students with a course of their own each on the page of their courses."""
    made = published(instructor("Flushed"), "Lighthouses")
    online = []
    for number in range(ONLINE):
        name = f"Online{number:02d}x"
        who = person(name)
        if number % 10 == 0:
            who.call(enrollment.enroll, made.id)
        online.append((who, name, RawSocket(live_site.url, who.credential.session_token)))
    yield online
    for *_, socket in online:
        socket.close()


def see_their_page(people) -> None:
    """Everybody loads the page of their courses, all at once, and sees their own name alone."""
    for *_, socket in people:
        socket.received.clear()
        socket.send(f"{ROOT_STATE}.hydrate_and_load", {}, "/my-courses")
    for number, (_, name, socket) in enumerate(people):
        socket.hears(name)
        socket.hears("phase")
        if number % 10 == 0:
            socket.hears("Lighthouses")


def test_people_who_are_online_stay_who_they_are(live_site, people):
    see_their_page(people)
    redis.Redis.from_url(settings().redis_url).flushall()
    see_their_page(people)
    for _, name, socket in people:
        others = {other for _, other, _ in people if other != name}
        assert not [other for other in others if other in socket.said()]
        assert not re.search(r'go_url\w*": "/login', socket.said()), "sent to the sign-in"
