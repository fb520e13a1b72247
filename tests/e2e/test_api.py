"""The API beside the running site: keys made on the page, and sessions that a reuse ends."""

from __future__ import annotations

import secrets
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from lms_app import composition
from lms_app.core import clock, urls
from lms_app.db.unit_of_work import begin
from lms_app.models import RefreshToken
from lms_app.services.auth.sessions import hash_token
from tests.e2e.conftest import hydrated, sign_in_as, wait_until
from tests.e2e.socket import ROOT_STATE, RawSocket
from tests.e2e.watching import t
from tests.factories.people import Person, person

LOAD_LEARNING = f"{ROOT_STATE}.lms_app___states___learn___my_courses____my_courses_state.load"


@pytest.fixture
def sam(live_site) -> Person:
    return person(f"Sam{secrets.token_hex(3)}")


def me(live_site, key: str) -> int:
    return httpx.get(f"{live_site.url}/api/v1/me", headers={"X-API-Key": key}).status_code


def test_a_key_is_made_copied_used_and_revoked(live_site, context, page, sam):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_site.url)
    sign_in_as(context, live_site, sam)
    page.goto(live_site.url + urls.SETTINGS_API)
    hydrated(page)
    expect(page.get_by_text(t("api.no_keys"))).to_be_visible()
    page.get_by_role("button", name=t("api.begin")).click()
    page.get_by_label(t("api.name"), exact=True).fill("백업 스크립트")
    page.get_by_label(t("api.scope.account_read")).check()
    page.get_by_role("button", name=t("api.create")).click()
    shown = page.get_by_label(t("api.new_key"), exact=True)
    expect(shown).to_be_visible()
    key = shown.input_value()
    assert me(live_site, key) == 200
    page.get_by_role("button", name=t("action.copy"), exact=True).click()
    expect(page.get_by_role("button", name=t("action.copied"))).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == key
    page.reload()
    hydrated(page)
    expect(page.get_by_text("백업 스크립트")).to_be_visible()
    assert key not in page.content()
    page.get_by_role("button", name=t("api.revoke_named", name="백업 스크립트")).click()
    page.get_by_role("dialog").get_by_role("button", name=t("api.revoke"), exact=True).click()
    expect(page.get_by_text(t("api.no_keys"))).to_be_visible()
    assert me(live_site, key) == 401


def bound_to_session_of(who: Person) -> str:
    """A refresh token whose session is the one that the person's browser holds."""
    token = secrets.token_urlsafe(32)
    with begin(composition.implementations().engine, read_only=False) as uow:
        session_id = uow.session.execute(
            sa.text("SELECT id FROM login_session WHERE token_hash = :held"),
            {"held": hash_token(who.credential.session_token)},
        ).scalar_one()
        expires_at = clock.now() + timedelta(days=1)
        row = RefreshToken(
            session_id=session_id, token_hash=hash_token(token), expires_at=expires_at
        )
        uow.add(row)
    return token


def test_a_reused_refresh_token_ends_its_session_on_open_sockets_too(live_site, sam):
    token = bound_to_session_of(sam)
    socket = RawSocket(live_site.url, sam.credential.session_token)
    try:
        socket.hydrate(urls.MY_COURSES)

        def is_let_in() -> bool:
            socket.received.clear()
            socket.send(LOAD_LEARNING, {}, urls.MY_COURSES)
            socket.quiet()
            return "/login" not in socket.said()

        assert is_let_in()
        for agent, status in (("program/1", 200), ("another/1", 401)):
            answer = httpx.post(
                f"{live_site.url}/api/v1/auth/refresh",
                json={"refresh_token": token},
                headers={"User-Agent": agent},
            )
            assert answer.status_code == status
        assert wait_until(lambda: not is_let_in(), step=0.2)
    finally:
        socket.close()
