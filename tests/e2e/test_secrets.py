"""T12: what every kind of visitor is given, the files of the pages and the logs hold no secret.

Secrets are planted first: each person's address and session, and everything that opens an account,
a video or the site. Everybody may see their own address and nothing else of it.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.actor import ANONYMOUS, Credential
from lms_app.core.config import settings
from lms_app.core.permissions import Role
from lms_app.core.session_cookie import session_cookie
from lms_app.services import auth, enrollment, user
from lms_app.services.enrollment.learning import POSTER_SECONDS
from tests.api.v1.client import reveal_key, tokens_of
from tests.conftest import ROOT
from tests.e2e.conftest import LiveSite, wait_until
from tests.e2e.logs import logs_of
from tests.e2e.socket import ROOT_STATE, RawSocket
from tests.factories import courses
from tests.factories.people import Person, as_system
from tests.factories.second_factors import with_app
from tests.identity_site import CLIENT_SECRET
from tests.secrets_scan import leaks

ROLES: dict[str, tuple[Role, ...]] = {
    "guest": (), "student": (), "instructor": (Role.instructor,),
    "moderator": (Role.moderator,), "admin": (Role.admin,),
}  # fmt: skip
PASSWORD = f"canary walks at dusk {secrets.token_hex(6)}"
ON_LOAD = f"{ROOT_STATE}.reflex___state____on_load_internal_state.on_load_internal"
FORM = {"sec-fetch-site": "same-origin"}


@dataclass
class Vault:
    """The planted secrets by name, those of one person by role, and where to look for them."""

    people: dict[str, Person] = field(default_factory=dict)
    held: dict[str, str | bytes] = field(default_factory=dict)
    own: dict[str, dict[str, str | bytes]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    made: courses.Made | None = None

    def foreign(self, role: str) -> dict[str, str | bytes]:
        """Everything but the address of whoever looks."""
        return {name: value for name, value in self.held.items() if name != f"address of {role}"}


def somebody(role: str, roles: tuple[Role, ...], hashed: str | None) -> Person:
    email = f"canary-{role}-{secrets.token_hex(4)}@secret.example"
    user_id = as_system(
        auth.create_person, email=email, display_name=f"Canary {role}", password_hash=hashed,
        roles=roles,
    )  # fmt: skip
    token = as_system(auth.start_session, user_id=user_id, caller=ANONYMOUS, new_hash=None).token
    return Person(user_id, Credential(session_token=token, ip="192.0.2.1"), email)


@pytest.fixture(scope="module")
def vault(live_site: LiveSite) -> Vault:
    kept = Vault()
    hashed = composition.implementations().passwords.hash(PASSWORD)
    for role, roles in ROLES.items():
        if role == "guest":
            continue
        who = kept.people[role] = somebody(role, roles, hashed if role == "student" else None)
        kept.held[f"address of {role}"] = who.email
        kept.held[f"session of {role}"] = who.credential.session_token
    student, teacher = kept.people["student"], kept.people["instructor"]
    kept.held |= of_student(student)
    teacher.call(user.update_own_profile, handle=f"canary-{secrets.token_hex(4)}", headline="Hello")
    kept.made = courses.published(teacher, "Canary course", lessons=2)
    student.call(enrollment.enroll, kept.made.id)
    kept.held |= of_site(kept.made)
    kept.paths = every_path(kept)
    return kept


def of_student(student: Person) -> dict[str, str | bytes]:
    """What opens the student's account."""
    tokens = tokens_of(student)
    key = student.call(auth.create_api_key, name="k", scopes=["account:read"], expires_in_days=1)
    secret, codes = with_app(student)
    return {
        "password": PASSWORD, "key": key.key, "access token": tokens.access_token,
        "refresh token": tokens.refresh_token, "app's secret": secret, "recovery code": codes[0],
    }  # fmt: skip


def of_site(made: courses.Made) -> dict[str, str | bytes]:
    """What opens the videos, the site's own sealed things, and the provider."""
    wired, content_key = composition.implementations(), secrets.token_bytes(16)
    with wired.engine.begin() as connection:
        assets = connection.execute(
            sa.text("SELECT media_asset_id FROM lesson WHERE course_id = :c"), {"c": made.id}
        ).scalars()
        for asset_id in list(assets):
            connection.execute(
                sa.text("UPDATE media_asset SET content_key_sealed = :k WHERE id = :a"),
                {"k": wired.keys.seal_key(content_key, str(asset_id)), "a": asset_id},
            )
    private = as_system(reveal_key).as_dict(private=True)
    return {
        "content key": content_key, "SECRET_KEY": os.environ["SECRET_KEY"],
        "provider's secret": CLIENT_SECRET, "signing key": private["d"],
    }  # fmt: skip


def every_path(kept: Vault) -> list[str]:
    """Every page there is, open at something of the instructor's."""
    from lms_app.lms_app import every_page

    assert kept.made
    handle = kept.people["instructor"].call(user.get_own_profile).handle
    named = {"slug": kept.made.slug, "course_id": kept.made.id, "handle": handle,
             "user_id": kept.people["student"].id}  # fmt: skip
    return [
        "/"
        + re.sub(
            r"\[+(?:\.\.\.)?(\w+)\]+",
            lambda found: str(named.get(found[1], "x")),
            page.route.lstrip("/"),
        )
        for page in every_page()
    ]


def cookie_of(site: LiveSite, vault: Vault, role: str) -> dict[str, str]:
    if role == "guest":
        return {}
    token = vault.people[role].credential.session_token
    return {"cookie": f"{session_cookie(site.url).name}={token}"}


def longest_seconds() -> int:
    return max(POSTER_SECONDS, settings().segment_url_seconds)


def found_in(text: str, vault: Vault, role: str) -> list[str]:
    return leaks(text, vault.foreign(role), longest_seconds=longest_seconds())


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_page_holds_a_secret_before_any_script(live_site, vault, role):
    headers = cookie_of(live_site, vault, role)
    for path in vault.paths:
        answer = httpx.get(f"{live_site.url}{path}", headers=headers, timeout=60)
        assert answer.status_code < 500
        assert found_in(answer.text + str(answer.headers), vault, role) == [], path


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_state_that_is_sent_holds_a_secret(live_site, vault, role):
    token = "" if role == "guest" else vault.people[role].credential.session_token
    socket = RawSocket(live_site.url, token)
    socket.hydrate("/")
    for path in vault.paths:
        socket.send(ON_LOAD, {}, path)
    wait_until(lambda: "Canary course" in socket.said() and f"Canary {role}" in socket.said()
               if token else "Canary course" in socket.said())  # fmt: skip
    if role == "instructor":
        open_the_builder(socket, vault)
    # A page that loads anew is given the whole of its state once more.
    socket.hydrate("/settings/security")
    socket.quiet(1.5)
    said = socket.said()
    socket.close()
    assert found_in(said, vault, role) == []
    if token:
        own = vault.people[role].email
        assert own in said, "everybody sees their own address, so the looking is no pretence"


def open_the_builder(socket: RawSocket, vault: Vault) -> None:
    """With addresses that the store signs."""
    from tests.e2e.test_events import named

    assert vault.made
    at = f"/instructor/courses/{vault.made.id}/curriculum"
    socket.send(ON_LOAD, {}, at)
    for ending in ("select", "show_posters"):
        payload = {"lesson_id": str(vault.made.lesson_ids[0])}
        socket.send(named(f"lesson_panel_state.{ending}"), payload, at)


def test_a_secret_that_reaches_a_page_would_be_found(vault):
    """The looking works on what is really sent: each planted thing, among what a page says."""
    said = httpx.get(f"{settings().site_url}/", timeout=60).text
    for name, value in vault.held.items():
        dressed = value.hex() if isinstance(value, bytes) else value
        assert found_in(f"{said}<i>{dressed}</i>", vault, "guest")[:1] == [name]


def test_the_files_of_the_pages_hold_no_secret(vault):
    looked = 0
    for path in (ROOT / ".web" / "build" / "client").rglob("*"):
        if path.suffix in {".js", ".css", ".html", ".json", ".map", ".txt", ".svg"}:
            text = path.read_text("utf-8", "replace")
            assert leaks(text, vault.held) == [], path
            assert str(ROOT) not in text, path
            looked += 1
    assert looked >= 50


def enter_in_every_way(live_site: LiveSite, vault: Vault) -> None:
    """Everything that a secret is sent with, rightly and wrongly."""
    student = vault.people["student"]
    http = httpx.Client(base_url=live_site.url, timeout=60)
    for email in (student.email, "canary-nobody@secret.example"):
        for password in (PASSWORD, f"{PASSWORD} no"):
            given = {"email": email, "password": password}
            http.post("/api/auth/sign-in", data={**given, "next": "/"}, headers=FORM)
            http.post("/api/v1/auth/sign-in", json=given)
            http.post("/api/v1/auth/sign-in", json={**given, "more": 1})
    http.post("/api/auth/forgot", data={"email": student.email}, headers=FORM)
    for header in ({"authorization": f"Bearer {vault.held['access token']}"},
                   {"x-api-key": str(vault.held["key"])}):  # fmt: skip
        assert http.get("/api/v1/me", headers=header).status_code == 200
        assert http.get("/api/v1/teaching/courses", headers=header).status_code == 403
    http.post("/api/v1/auth/refresh", json={"refresh_token": vault.held["refresh token"]})
    secret = urlencode({"token": vault.held["refresh token"], "code": vault.held["recovery code"]})
    for path in ("/reset", "/verify", "/login", "/api/auth/oauth/demo/callback"):
        http.get(f"{path}?{secret}&state={vault.held['app' + chr(39) + 's secret']}")


def misuse_the_socket(live_site: LiveSite, vault: Vault) -> str:
    """Messages that nobody can place, with a password in them; returns the tab's token."""
    from tests.e2e.test_events import named

    socket = RawSocket(live_site.url, vault.people["student"].credential.session_token)
    socket.hydrate("/settings/security")
    typed = {"password_current": PASSWORD, "password_password": PASSWORD}
    for form in (typed, {**typed, "more": PASSWORD}, [PASSWORD]):
        socket.send(named("credential_state.change_password"), {"form_data": form})
    socket.send("no.such.event", {"password": PASSWORD, "more": [PASSWORD]})
    for data in (PASSWORD, [PASSWORD], {"name": "x", "payload": PASSWORD, "router_data": 1}):
        socket._client.emit("event", data, namespace="/_event")
    socket.quiet()
    socket.close()
    return socket.token


@pytest.mark.slow
def test_no_log_holds_a_secret_after_everything_was_tried(live_site, vault):
    enter_in_every_way(live_site, vault)
    tab = misuse_the_socket(live_site, vault)
    # The gate's line is among the last; by then the others are written too.
    wait_until(lambda: any("event_denied" in text for text in logs_of(live_site).values()))
    held = {**vault.held, "tab": tab}
    for name, text in logs_of(live_site).items():
        if leaks(text, held):
            lines = [line[:400] for line in text.splitlines() if leaks(line, held)]
            raise AssertionError(f"{name}: {leaks(text, held)} in {lines}")
