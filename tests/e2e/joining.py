"""Signing up by the interface only: form, mail in the local inbox, link, confirmation."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import hydrated
from tests.e2e.watching import t

PASSWORD = "a long walk at dusk 7"


def fill_sign_up(page: Page, name: str, email: str) -> None:
    """From any page of the portal to the page that says to look into the mail."""
    page.locator(".site-end").get_by_role("link", name=t("nav.sign_up")).click()
    page.wait_for_url("**/signup*")
    page.locator("#display_name").fill(name)
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("#birth_date").fill("1990-04-01")
    page.locator("input[name=terms]").check()
    page.locator("input[name=privacy]").check()
    expect(page.locator("input[name=marketing]")).not_to_be_checked()
    page.get_by_role("button", name=t("sign_up.submit")).click()
    page.wait_for_url("**/signup/sent*")
    hydrated(page)


def open_mail(page: Page, subject: str, to: str) -> None:
    """Open the newest mail of this kind to somebody, which is on its way, and follow its button."""
    page.get_by_role("link", name=t("sign_up.open_inbox")).click()
    page.wait_for_url("**/dev/inbox*")
    row = page.locator(".mailbox-row", has_text=subject).filter(has_text=to).first
    expect(row).to_be_visible(timeout=60_000)
    row.click()
    page.wait_for_url("**/dev/inbox?mail=*")
    frame = page.frame_locator(".mailbox-frame")
    frame.get_by_role("link").first.click()


def sign_up(page: Page, name: str, email: str) -> None:
    """Have an account and be signed in with it."""
    fill_sign_up(page, name, email)
    open_mail(page, t("mail.sign_up_confirm.subject"), email)
    page.wait_for_url("**/verify*")
    hydrated(page)
    page.get_by_role("button", name=t("verify.sign_up_submit")).click()
    expect(page.get_by_role("button", name=t("nav.account"))).to_be_visible()
    hydrated(page)
