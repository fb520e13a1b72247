"""Demo ID in a real browser: the first sign-in, the next one, linking and unlinking."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from lms_app import composition
from lms_app.models import User
from tests.e2e.conftest import LiveSite, Watched, hydrated, open_context, sign_in_as
from tests.e2e.watching import t
from tests.factories.people import person


@pytest.fixture
def tab(browser, live_site: LiveSite) -> Iterator[Page]:
    """A page that may visit the provider and nobody else, and complains of nothing."""
    context = open_context(browser)
    page = context.new_page()
    watched = Watched(page, live_site.url)
    yield page
    context.close()
    assert watched.complaints == []
    assert [url for url in watched.foreign if not url.startswith(live_site.issuer_url)] == []


def choose(page: Page, live_site: LiveSite, name: str) -> None:
    """At the provider's own page."""
    page.wait_for_url(f"{live_site.issuer_url}/**")
    page.get_by_role("button", name=name).click()


def complete(page: Page) -> None:
    """Fill in what a newcomer is asked for."""
    page.wait_for_url("**/signup/complete*")
    hydrated(page)
    expect(page.locator("#display_name")).to_have_value("정하늘")
    expect(page.get_by_text("haneul@demo.example")).to_be_visible()
    page.locator("#birth_date").fill("1990-01-31")
    page.locator("input[name=terms]").check()
    page.locator("input[name=privacy]").check()
    page.get_by_role("button", name=t("oauth.complete_submit")).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=t("nav.account")).click()
    page.get_by_role("button", name=t("nav.sign_out")).click()
    expect(page.locator(".site-end").get_by_role("link", name=t("nav.sign_in"))).to_be_visible()


@pytest.mark.slow
def test_a_newcomer_signs_up_at_a_provider_and_comes_back_with_one_click(tab, live_site):
    tab.goto(f"{live_site.url}/login?next=/courses")
    hydrated(tab)
    link = tab.get_by_role("link", name=t("oauth.continue_with", provider="Demo ID"))
    link.focus()
    tab.keyboard.press("Enter")
    choose(tab, live_site, "정하늘")
    complete(tab)
    tab.wait_for_url(re.compile(r"/courses$"))
    expect(tab.get_by_role("button", name=t("nav.account"))).to_be_visible()
    sign_out(tab)
    tab.goto(f"{live_site.url}/login")
    link.click()
    choose(tab, live_site, "정하늘")
    tab.wait_for_url(re.compile(r"localhost:\d+/$"))
    expect(tab.get_by_role("button", name=t("nav.account"))).to_be_visible()


@pytest.mark.slow
def test_stopping_at_the_provider_leads_back_with_a_word(tab, live_site):
    tab.goto(f"{live_site.url}/signup")
    tab.get_by_role("link", name=t("oauth.continue_with", provider="Demo ID")).click()
    choose(tab, live_site, "Cancel")
    tab.wait_for_url("**/login?*")
    expect(tab.get_by_role("alert").filter(has_text=t("error.oauth_denied"))).to_be_visible()


@pytest.mark.slow
def test_an_account_is_linked_and_unlinked_in_the_settings(tab, live_site):
    who = person("Linus")
    with composition.implementations().engine.begin() as connection:
        has_password = {"password_hash": "a hash"}
        connection.execute(sa.update(User).where(User.id == who.id).values(has_password))
    sign_in_as(tab.context, live_site, who)
    tab.goto(f"{live_site.url}/settings/security")
    hydrated(tab)
    row = tab.locator(".linked-account", has_text="Demo ID")
    expect(row).to_contain_text(t("oauth.not_linked"))
    row.get_by_role("link", name=t("oauth.link_named", provider="Demo ID")).click()
    choose(tab, live_site, "Robin Vale")
    tab.wait_for_url("**/settings/security")
    hydrated(tab)
    expect(row).to_contain_text("robin@demo.example")
    row.get_by_role("button", name=t("oauth.unlink_named", provider="Demo ID")).click()
    tab.get_by_role("dialog").get_by_role("button", name=t("oauth.unlink")).click()
    expect(row).to_contain_text(t("oauth.not_linked"))
