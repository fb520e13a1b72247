"""From a name to a public page: fields that save themselves, a picture, asking to teach, a decision."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lms_app import composition
from lms_app.core.permissions import Role
from lms_app.services import auth, user
from tests.e2e.conftest import LiveSite, Watched, hydrated, open_context, sign_in_as
from tests.e2e.watching import t
from tests.factories.mails import token_to
from tests.factories.people import PASSWORD, as_system, person

HOSTILE = 'Mina <img src=x onerror="document.title=1"> {{7*7}}'
BIO = "I **fold** maps. <script>document.title=2</script> [here](javascript:document.title=3)"


@pytest.fixture
def root(live_site: LiveSite):
    return person("Rootadmin", Role.admin)


def settings_of(page: Page, site: LiveSite, path: str = "/settings") -> None:
    page.goto(site.url + path)
    hydrated(page)
    page.wait_for_selector("form.is-none, #display_name, .choices, .notices", state="attached")


def saved(page: Page) -> None:
    expect(page.locator(".autosave")).to_have_text(t("settings.saved"))


def test_who_would_teach_confirms_their_address_first(live_site: LiveSite, page: Page):
    early = person("Early")
    with composition.implementations().engine.begin() as connection:
        unconfirm = "UPDATE user_account SET email_verified_at = NULL WHERE id = :id"
        connection.execute(sa.text(unconfirm), {"id": early.id})
    sign_in_as(page.context, live_site, early)
    page.goto(f"{live_site.url}/instructor/start")
    hydrated(page)
    expect(page.get_by_role("heading", name=t("instructor.address_title"))).to_be_visible()
    expect(page.locator("#application-form")).to_have_count(0)
    again = page.get_by_role("button", name=t("unverified.resend"))
    expect(again).to_have_count(1)
    again.click()
    expect(page.get_by_text(t("unverified.resent"))).to_be_visible()
    page.goto(f"{live_site.url}/verify?token={token_to(early.email)}")
    hydrated(page)
    page.get_by_role("button", name=t("verify.submit")).click()
    page.wait_for_url("**/verify?done=*")
    page.goto(f"{live_site.url}/instructor/start")
    hydrated(page)
    expect(page.locator("#headline")).to_be_visible()


def test_a_profile_becomes_public_once_an_admin_has_agreed(
    browser: Browser, live_site: LiveSite, page: Page, root
):
    mina = person("Minafolds")
    sign_in_as(page.context, live_site, mina)
    # Whoever had teaching taken away is looked at by a person, whatever the site's setting.
    root.call(user.grant_role, mina.id, role="instructor", reason="a trial")
    root.call(user.revoke_role, mina.id, role="instructor", reason="Tell us more about you")
    settings_of(page, live_site)
    page.locator("#display_name").fill(HOSTILE)
    page.locator("#bio_md").fill(BIO)
    saved(page)
    expect(page.locator(".profile-preview strong")).to_have_text("fold")
    send_picture(page, live_site)
    refuse_a_handle(page)

    page.goto(live_site.url + "/instructor/start")
    expect(page.locator(".start-reason")).to_have_text("Tell us more about you")
    page.locator("#headline").fill("Folds maps in the dark")
    page.locator("#handle").fill("mina-folds")
    page.locator("#message").fill("Six lessons about one map.")
    page.get_by_role("button", name=t("instructor.send")).click()
    expect(page.locator(".start-steps")).to_be_visible()
    assert page.request.get(live_site.url + "/instructors/mina-folds").status == 404

    decide(browser, live_site, root)
    assert mina.call(user.get_teaching).state == "approved"
    look_at_public_page(page, live_site)


def send_picture(page: Page, site: LiveSite) -> None:
    """A picture goes up, shows at once in page and frame, and comes from a closed address."""
    out = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(out, "JPEG")
    chooser = page.locator("input[type=file]")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title=4</script></svg>"
    chooser.set_input_files({"name": "me.svg", "mimeType": "image/svg+xml", "buffer": svg})
    expect(page.locator(".picture-input .field-error")).to_have_text(t("error.picture"))
    chooser.set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    shown = page.locator(".picture-shown img.avatar")
    expect(shown).to_be_visible()
    expect(page.locator(".site-header img.avatar")).to_be_visible()
    answer = page.request.get(site.url + str(shown.get_attribute("src")))
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"


def refuse_a_handle(page: Page) -> None:
    """What is refused says so at its field, and is in it again after a reload."""
    page.locator("#handle").fill("no way")
    expect(page.locator("#handle-error")).to_have_text(t("error.handle"))
    expect(page.locator(".autosave")).to_contain_text(t("settings.refused"))
    page.reload()
    hydrated(page)
    expect(page.locator("#handle")).to_have_value("no way")
    page.locator("#handle").fill("mina-maps")
    saved(page)


def decide(browser: Browser, site: LiveSite, root) -> None:
    context = open_context(browser)
    sign_in_as(context, site, root)
    admin = context.new_page()
    watched = Watched(admin, site.url)
    admin.goto(site.url + "/admin/instructors")
    hydrated(admin)
    card = admin.locator(".application", has_text="Six lessons about one map.")
    expect(card.get_by_role("heading", level=2)).to_have_text(HOSTILE)
    card.get_by_role("button", name=t("applications.approve")).click()
    expect(card).to_have_count(0)
    assert (watched.complaints, watched.foreign) == ([], [])
    context.close()


def look_at_public_page(page: Page, site: LiveSite) -> None:
    """Everything typed stands there as text: nothing of it ran, nothing leads to a script."""
    page.goto(site.url + "/instructors/mina-folds")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    expect(page.locator(".teacher-bio strong")).to_have_text("fold")
    assert page.locator(".teacher-bio a[href^=javascript]").count() == 0
    expect(page).to_have_title(f"{HOSTILE} · Margin")
    expect(page.locator(".teacher-head img.avatar")).to_be_visible()


def test_theme_language_and_clock_follow_to_another_device(
    browser: Browser, live_site: LiveSite, page: Page
):
    hashed = composition.implementations().passwords.hash(PASSWORD)
    as_system(
        auth.create_person, email="follows@example.com", display_name="Follows",
        password_hash=hashed, language="ko",
    )  # fmt: skip
    sign_in(page, live_site)
    settings_of(page, live_site, "/settings/language")
    page.locator("label.choice", has_text=t("theme.dark")).click()
    saved(page)
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    page.locator("#time_zone").select_option("America/New_York")
    saved(page)
    page.get_by_role("button", name="English").first.click()
    page.wait_for_url(re.compile("lang=en"))

    context = open_context(browser, color_scheme="light")
    other = context.new_page()
    watched = Watched(other, live_site.url)
    sign_in(other, live_site)
    assert other.evaluate("document.documentElement.lang") == "en"
    assert "dark" in other.evaluate("document.documentElement.className")
    assert "theme=" not in other.evaluate("document.cookie")
    settings_of(other, live_site, "/settings/language")
    expect(other.locator("#time_zone")).to_have_value("America/New_York")
    other.reload()
    hydrated(other)
    assert "dark" in other.evaluate("document.documentElement.className")
    assert (watched.complaints, watched.foreign) == ([], [])
    context.close()


def sign_in(page: Page, site: LiveSite) -> None:
    page.goto(site.url + "/login?next=/my-courses")
    page.locator("#email").fill("follows@example.com")
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/my-courses"))
    hydrated(page)


def test_a_course_leads_to_the_page_of_who_teaches_it(live_site: LiveSite, page: Page):
    from tests.factories.courses import published
    from tests.factories.people import instructor

    ada = instructor("Adaleads")
    made = published(ada, "Leading maps")
    page.goto(f"{live_site.url}/courses/{made.slug}")
    hydrated(page)
    page.locator(".instructor").get_by_role("link", name="Adaleads").click()
    page.wait_for_url(re.compile("/instructors/adaleads-teaches"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Adaleads")
    expect(page.locator(".teacher-courses .course-card")).to_have_count(1)
