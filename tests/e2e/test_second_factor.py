"""Signing in with an authenticator app, with a passkey and without scripts, in a real Chromium."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from lms_app import composition
from lms_app.services import auth
from tests.e2e.conftest import hydrated, open_context, sign_in_as, wait_until
from tests.e2e.socket import RawSocket
from tests.e2e.watching import t
from tests.factories.people import PASSWORD, Person, member
from tests.factories.second_factors import code_of, with_app

SECURITY = "/settings/security"


def arrived(page: Page) -> None:
    """At the page that was wanted, with all it loads."""
    page.wait_for_url("**/my-courses")
    hydrated(page)


def sign_out_unseen(page: Page) -> None:
    """Lose the session while nothing is open: a page would go to the sign-in by itself."""
    page.wait_for_load_state("networkidle")  # what it is about to open comes first
    page.goto("about:blank")
    page.context.clear_cookies()


def give_password(page: Page, site, who: Person) -> None:
    sign_out_unseen(page)
    page.goto(f"{site.url}/login?next=/my-courses")
    hydrated(page)
    page.fill("#email", who.email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name=t("sign_in.submit"), exact=True).click()


def stale(who: Person) -> None:
    """Let the last proof be of six minutes ago."""
    import sqlalchemy as sa

    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE login_session SET stepped_up_at = stepped_up_at - interval '6 minutes'"
                " WHERE user_id = :who"
            ),
            {"who": who.id},
        )


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(page, context, live_site):
    sam = member("Totp")
    sign_in_as(context, live_site, sam)
    page.goto(live_site.url + SECURITY)
    hydrated(page)
    page.get_by_role("button", name=t("security.app_set_up")).click()
    secret = page.locator(".setup-key").inner_text()
    picture = page.locator(".setup-picture")
    wait_until(lambda: picture.evaluate("(image) => image.naturalWidth") > 0)
    page.fill("#code", code_of(secret))
    page.get_by_role("button", name=t("security.setup_confirm"), exact=True).click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    code = page.locator(".recovery-codes li").first.inner_text()
    page.get_by_role("button", name=t("security.codes_done")).click()
    expect(page.get_by_text(t("security.codes_left", count=10))).to_be_visible()

    give_password(page, live_site, sam)
    page.wait_for_url("**/login/second?next=*")
    hydrated(page)
    page.fill("#code", "000000")
    page.get_by_role("button", name=t("second_step.submit"), exact=True).click()
    expect(page.get_by_text(t("error.wrong_code"))).to_be_visible()
    hydrated(page)
    page.fill("#code", code_of(secret, 1))
    page.get_by_role("button", name=t("second_step.submit"), exact=True).click()
    arrived(page)

    give_password(page, live_site, sam)
    page.wait_for_url("**/login/second?next=*")
    hydrated(page)
    page.fill("#code", code)
    page.get_by_role("button", name=t("second_step.submit"), exact=True).click()
    arrived(page)


def test_a_passkey_is_made_signs_in_and_proves_who_is_there(page, context, live_site):
    sam = member("Passkey")
    sign_in_as(context, live_site, sam)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    page.goto(live_site.url + SECURITY)
    hydrated(page)
    page.get_by_role("button", name=t("security.passkey_add")).click()
    page.fill("#passkey-name", "내 노트북")
    page.get_by_role("button", name=t("security.passkey_make")).click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("button", name=t("security.codes_done")).click()
    named = page.get_by_role("textbox", name=t("security.passkey_rename_named", name="내 노트북"))
    expect(named).to_have_value("내 노트북")
    named.fill("회사 노트북")
    named.press("Enter")
    expect(page.get_by_text(t("security.done_passkey_renamed"))).to_be_visible()
    renamed = page.get_by_label(t("security.passkey_rename_named", name="회사 노트북"))
    expect(renamed).to_have_value("회사 노트북")

    sign_out_unseen(page)
    page.goto(f"{live_site.url}/login?next=/my-courses")
    hydrated(page)
    page.get_by_role("button", name=t("passkey.use")).click()
    arrived(page)

    give_password(page, live_site, sam)
    page.wait_for_url("**/login/second?next=*")
    hydrated(page)
    page.get_by_role("button", name=t("passkey.confirm")).click()
    arrived(page)

    stale(sam)
    page.goto(live_site.url + SECURITY)
    hydrated(page)
    page.get_by_role("button", name=t("security.passkey_add")).click()
    page.wait_for_url("**/confirm?next=*")
    hydrated(page)
    page.get_by_role("button", name=t("passkey.confirm")).click()
    page.wait_for_url("**" + SECURITY)
    hydrated(page)
    page.get_by_role("button", name=t("security.passkey_add")).click()
    expect(page.locator("#passkey-name")).to_be_visible()


def test_the_second_step_needs_no_scripts(browser, live_site):
    sam = member("Noscript")
    secret, _ = with_app(sam)
    context = open_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_site.url}/login?next=/my-courses")
    page.fill("#email", sam.email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name=t("sign_in.submit"), exact=True).click()
    page.wait_for_url("**/login/second?next=*")
    page.fill("#code", code_of(secret))
    page.get_by_role("button", name=t("second_step.submit"), exact=True).click()
    page.wait_for_url("**/my-courses")
    context.close()


def test_a_session_ended_on_another_device_is_refused_on_its_open_socket(live_site):
    sam = member("Ended")
    phone = composition.call(auth.sign_in, email=sam.email, password=PASSWORD)
    socket = RawSocket(live_site.url, phone.token)
    socket.hydrate(SECURITY)
    sam.call(auth.end_other_sessions)
    event = "reflex___state____state.lms_app___states___settings___sessions____sessions_state.load"

    def refused() -> bool:
        socket.received.clear()
        socket.send(event, {}, SECURITY)
        socket.quiet(0.3)
        return "/login" in socket.said()

    wait_until(refused)
    socket.close()
    again = RawSocket(live_site.url, phone.token)
    again.hydrate(SECURITY)
    again.send(event, {}, SECURITY)
    again.quiet(0.3)
    assert "last_used_at" not in again.said()
    again.close()
