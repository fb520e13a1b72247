"""Signing up by mail, and a forgotten password, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import LiveSite, hydrated
from tests.e2e.joining import PASSWORD, fill_sign_up, open_mail, sign_up
from tests.e2e.watching import t

NEW = "another walk at dawn 8"


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=t("nav.account")).click()
    page.get_by_role("button", name=t("nav.sign_out")).click()
    expect(page.locator(".site-end").get_by_role("link", name=t("nav.sign_in"))).to_be_visible()


def sign_in(page: Page, site: LiveSite, email: str, password: str) -> None:
    page.goto(f"{site.url}/login")
    hydrated(page)
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("form").get_by_role("button", name=t("sign_in.submit"), exact=True).click()


@pytest.mark.slow
def test_an_account_begins_with_a_mail_and_a_forgotten_password_is_chosen_anew(page, live_site):
    page.goto(f"{live_site.url}/courses")
    hydrated(page)
    sign_up(page, "보라", "bora@example.com")
    expect(page).to_have_url(re.compile(r"/$"))
    page.reload()
    hydrated(page)
    expect(page.get_by_role("button", name=t("nav.account"))).to_be_visible()
    sign_out(page)

    page.goto(f"{live_site.url}/login")
    hydrated(page)
    page.locator("#email").fill("bora@example.com")
    page.get_by_role("link", name=t("forgot.link")).click()
    page.wait_for_url("**/forgot")
    expect(page.locator("#email")).to_have_value("bora@example.com")
    page.get_by_role("button", name=t("forgot.submit")).click()
    page.wait_for_url("**/forgot?sent=1")
    hydrated(page)
    open_mail(page, t("mail.password_reset.subject"), "bora@example.com")
    page.wait_for_url("**/reset*")
    hydrated(page)
    page.locator("#password").fill(NEW)
    page.get_by_role("button", name=t("reset.submit")).click()
    page.wait_for_url("**/login*")
    expect(page.get_by_role("status").filter(has_text=t("reset.done"))).to_be_visible()

    sign_in(page, live_site, "bora@example.com", PASSWORD)
    expect(page.get_by_role("alert").first).to_contain_text(t("error.wrong_password"))
    sign_in(page, live_site, "bora@example.com", NEW)
    expect(page.get_by_role("button", name=t("nav.account"))).to_be_visible()


@pytest.mark.slow
def test_a_known_address_sees_the_same_page_and_its_owner_is_told(page, live_site):
    page.goto(f"{live_site.url}/courses")
    hydrated(page)
    sign_up(page, "두리", "duri@example.com")
    sign_out(page)
    fill_sign_up(page, "남의 이름", "DURI@example.com")
    expect(page.get_by_role("heading", level=1)).to_have_text(t("sign_up.sent_title"))
    open_mail(page, t("mail.sign_up_known.subject"), "duri@example.com")
    page.wait_for_url("**/forgot")


@pytest.mark.slow
def test_the_mails_are_shown_in_both_languages_and_can_run_nothing(page, live_site):
    page.goto(f"{live_site.url}/dev/mails?lang=en")
    rows = page.locator(".mailbox-row")
    expect(rows.first).to_be_visible()
    assert rows.count() >= 8
    page.get_by_role("link", name="Confirm your email address").first.click()
    expect(page.frame_locator(".mailbox-frame").get_by_role("heading", level=1)).to_be_visible()
    policy = page.request.get(f"{live_site.url}/dev/mails/password_reset/body").headers
    assert "default-src 'none'" in policy["content-security-policy"]
    assert "sandbox" in policy["content-security-policy"]
