"""The examples of docs/how-to/use-the-api.md, in order, as they stand there."""

from __future__ import annotations

import re
import shlex
from string import Template

import pytest

from lms_app import composition
from lms_app.core.config import settings
from tests.api.v1.client import Program, key_of
from tests.conftest import ROOT
from tests.factories.people import PASSWORD, Person, instructor

BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
# What an answer is good for in the examples after it: address -> field -> name.
KEPT = {
    "/auth/sign-in": {"access_token": "ACCESS", "refresh_token": "REFRESH"},
    "/teaching/courses": {"id": "COURSE"},
    "/sections": {"id": "SECTION"},
    "/lessons": {"id": "LESSON"},
}


def examples() -> list[str]:
    text = (ROOT / "docs/how-to/use-the-api.md").read_text("utf-8")
    return [line for block in BLOCK.findall(text) for line in block.splitlines() if line]


def run(command: str, known: dict[str, str]):
    """Do what curl would do with this command."""
    line, _, expected = command.partition(" # ")
    words = iter(shlex.split(Template(line).substitute(known))[1:])
    method, url, headers, body = "", "", {}, None
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            url = word
    http = Program(**headers)._http
    answer = http.request(method or ("POST" if body else "GET"), url, content=body)
    return answer, int(expected or 0)


@pytest.fixture
def ada(site) -> Person:
    somebody = instructor("Ada")
    hashed = composition.implementations().passwords.hash(PASSWORD)
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE user_account SET password_hash = %s", (hashed,))
    return somebody


def test_every_example_of_the_guide_works(ada):
    known = {"SITE": settings().site_url, "KEY": key_of(ada, "account:read")}
    done = 0
    for command in examples():
        answer, expected = run(command, known)
        assert answer.status_code == expected if expected else answer.is_success, (
            f"{command}\n{answer.status_code} {answer.text}"
        )
        for end, fields in KEPT.items():
            if answer.is_success and answer.request.url.path.endswith(end):
                found = answer.json()
                known |= {name: found[f] for f, name in fields.items() if f in found}
        done += 1
    assert done >= 12
