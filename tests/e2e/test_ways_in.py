"""Links in mails, proofs and passwords as people meet them, in a real Chromium."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from lms_app import composition
from lms_app.core import urls
from lms_app.core.actor import Credential
from lms_app.services import auth
from tests.e2e.conftest import hydrated, open_context, sign_in_as
from tests.e2e.lessons import Silence
from tests.e2e.test_second_factor import stale
from tests.e2e.watching import t
from tests.factories.mails import token_to
from tests.factories.people import PASSWORD, Person, member, person


def newcomer(name: str) -> Person:
    return member(f"{name}{secrets.token_hex(3)}")


def give_password(page: Page, who: Person) -> None:
    hydrated(page)
    page.fill("#email", who.email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name=t("sign_in.submit"), exact=True).click()


def test_a_link_to_a_new_address_asks_who_opens_it_elsewhere_to_sign_in(browser, page, live_site):
    sam, kim = newcomer("Sam"), newcomer("Kim")
    new = f"new-{sam.email}"
    sam.call(auth.change_email, email=new, current=PASSWORD)
    link = f"{live_site.url}{urls.VERIFY}?token={token_to(new)}"

    page.goto(link)
    hydrated(page)
    page.get_by_role("link", name=t("verify.sign_in")).click()
    page.wait_for_url("**/login?next=*")
    give_password(page, kim)
    page.wait_for_url(re.compile(r"/verify\?token="))
    hydrated(page)
    expect(page.get_by_text(new)).to_be_visible()
    page.get_by_role("button", name=t("verify.other_account")).click()
    page.wait_for_url("**/login?next=*")
    give_password(page, sam)
    page.wait_for_url(re.compile(r"/verify\?token="))
    hydrated(page)
    page.get_by_role("button", name=t("verify.change_submit")).click()
    expect(page.get_by_text(t("verify.changed_text"))).to_be_visible()
    signed_in = composition.call(auth.sign_in, email=new, password=PASSWORD)
    assert signed_in.user_id == str(sam.id)


@pytest.mark.parametrize("is_heard", [True, False], ids=["heard later", "never heard"])
def test_what_is_typed_before_the_page_has_its_state_is_not_lost(page, live_site, is_heard):
    """On a slow line the page before still has its state when somebody types into the next one."""
    sam, kim = newcomer("Sam"), newcomer("Kim")
    new = f"new-{sam.email}"
    sam.call(auth.change_email, email=new, current=PASSWORD)
    silence = Silence(page)
    page.goto(f"{live_site.url}{urls.VERIFY}?token={token_to(new)}")
    hydrated(page)
    silence.is_on = True
    page.get_by_role("link", name=t("verify.sign_in")).click()
    page.wait_for_url("**/login?next=*")
    expect(page.locator("#email")).to_have_value("")
    page.fill("#email", kim.email)
    page.fill("#password", PASSWORD)
    if is_heard:
        silence.end()
        hydrated(page)
        expect(page.locator("#email")).to_have_value(kim.email)
        expect(page.locator("#password")).to_have_value(PASSWORD)
    page.get_by_role("button", name=t("sign_in.submit"), exact=True).click()
    page.wait_for_url(re.compile(r"/verify\?token="))


def test_who_has_no_password_is_told_what_to_do_and_gets_a_first_one(page, context, live_site):
    kim = person(f"Kim{secrets.token_hex(3)}")
    stale(kim)
    sign_in_as(context, live_site, kim)
    page.goto(f"{live_site.url}{urls.CONFIRM}?next=/settings/api")
    hydrated(page)
    expect(page.get_by_text(t("confirm.password_text", email=kim.email))).to_be_visible()
    expect(page.get_by_text(t("confirm.passkey_text"))).to_be_visible()
    again = page.get_by_role("button", name=t("confirm.sign_in_again"))
    expect(again).to_be_visible()
    page.get_by_role("button", name=t("change_password.first")).click()
    page.wait_for_url("**/forgot?sent=1")
    token = token_to(kim.email)
    composition.call(auth.reset_password, token=token, password=PASSWORD)
    assert composition.call(auth.sign_in, email=kim.email, password=PASSWORD).is_complete


def test_signing_in_again_leads_back_to_what_asked_for_it(page, context, live_site):
    kim = person(f"Kim{secrets.token_hex(3)}")
    stale(kim)
    sign_in_as(context, live_site, kim)
    page.goto(f"{live_site.url}{urls.SETTINGS_API}")
    hydrated(page)
    page.get_by_role("button", name=t("api.begin")).click()
    page.wait_for_url("**/confirm?next=*")
    hydrated(page)
    page.get_by_role("button", name=t("confirm.sign_in_again")).click()
    page.wait_for_url("**/login?next=%2Fsettings%2Fapi")
    held = Credential(session_token=kim.credential.session_token)
    assert composition.call(auth.get_session_user, credential=held) is None


def test_a_password_can_be_pasted(browser, live_site):
    context = open_context(browser)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_site.url)
    page = context.new_page()
    for path in (urls.SIGN_UP, urls.SIGN_IN):
        page.goto(live_site.url + path)
        hydrated(page)
        page.evaluate("text => navigator.clipboard.writeText(text)", PASSWORD)
        page.locator("#password").focus()
        page.keyboard.press("Control+V")
        expect(page.locator("#password")).to_have_value(PASSWORD)
    context.close()


def test_no_script_reads_the_session(page, live_site):
    sam = newcomer("Sam")
    page.goto(f"{live_site.url}/login?next=/my-courses")
    give_password(page, sam)
    page.wait_for_url("**/my-courses")
    hydrated(page)
    names = {cookie["name"]: cookie for cookie in page.context.cookies()}
    session = names["__Host-sid"]
    assert (session["httpOnly"], session["secure"], session["sameSite"]) == (True, True, "Lax")
    assert (session["path"], session["domain"]) == ("/", "localhost")
    readable = page.evaluate("document.cookie")
    assert "sid" not in readable
    assert session["value"] not in readable
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert session["value"] not in kept
    assert session["value"] not in page.content()
