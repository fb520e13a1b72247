"""Places where nothing can be shown yet say so in words, and lead on."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect

from lms_app import i18n
from lms_app.adapters.node_page_renderer import NodePageRenderer
from lms_app.core import urls
from lms_app.services.course.views import CategoryRow, HomePage
from lms_app.states.portal.catalog import CatalogState
from lms_app.states.portal.home import HomeState
from lms_app.states.session import SessionState
from lms_app.states.snapshot import blank, snapshot
from tests.e2e.conftest import hydrated, open_context, sign_in_as
from tests.e2e.watching import t
from tests.factories.people import person

NOTHING = HomePage([], [], [CategoryRow("1", "dev", "개발", "Development", 0)], 0, 0, 0, None, "")


@pytest.fixture(scope="module")
def renderer(live_site) -> NodePageRenderer:
    secret = (live_site.data_dir / "renderer.secret").read_text()
    port = json.loads((live_site.data_dir / "ports.json").read_text())["renderer"]
    return NodePageRenderer(f"http://margin:{secret}@127.0.0.1:{port}")


def a_session(**known: bool) -> SessionState:
    state = blank(SessionState)
    state._fill_unknown("ko", presents_session=bool(known))
    state.is_loaded = True
    for name in known:
        setattr(state, name, True)
    return state


def empty_home(renderer: NodePageRenderer, session: SessionState) -> str:
    home = blank(HomeState)
    home._fill(NOTHING)
    home.is_own_loaded = True
    html = renderer.render(urls.HOME, snapshot(session, home))
    return html.partition("<body")[2].partition("<script")[0]


def test_a_school_without_courses_says_so_instead_of_empty_shelves(renderer):
    for session in (a_session(), a_session(is_signed_in=True), a_session(is_admin=True)):
        html = empty_home(renderer, session)
        assert t("home.none_title") in html
        for shelf in ("home.popular", "home.newest", "home.categories", "home.watch_first"):
            assert t(shelf) not in html, shelf


def test_who_can_make_the_first_course_is_shown_how(renderer):
    assert t("home.none_text") in empty_home(renderer, a_session())
    teaching = empty_home(renderer, a_session(is_instructor=True))
    assert t("home.none_teach") in teaching
    assert f'href="{urls.INSTRUCTOR_COURSES}"' in teaching
    governing = empty_home(renderer, a_session(is_admin=True))
    assert f'href="{urls.INSTRUCTOR_START}"' in governing
    assert f'href="{urls.ADMIN}"' in governing


def test_an_empty_catalogue_names_filters_only_when_there_are_some(renderer):
    for text, key in (("", "home.none_title"), ("sky", "catalog.empty_title")):
        catalog = blank(CatalogState)
        catalog.phase, catalog.text = "ready", text
        html = renderer.render(urls.COURSES, snapshot(a_session(), catalog))
        shown = {name for name in ("home.none_title", "catalog.empty_title") if t(name) in html}
        assert shown == {key}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_without_scripts_the_player_says_what_it_needs(live_site, browser: Browser, language):
    context = open_context(browser, java_script_enabled=False)
    context.add_cookies([{"name": "lang", "value": language, "url": live_site.url}])
    page = context.new_page()
    for path, key in (("/learn/any", "learn.needs_scripts"), ("/admin", "state.needs_scripts")):
        page.goto(live_site.url + path)
        expect(page.locator(".scriptless")).to_have_text(i18n.lookup(key, language))
        assert page.locator(".skeleton:visible").count() == 0
    context.close()


def test_who_is_signed_in_is_led_on_from_the_sign_in_form(page, context, live_site):
    sign_in_as(context, live_site, person("Already"))
    for path in ("/login", "/signup"):
        page.goto(f"{live_site.url}{path}?next=/courses")
        expect(page.get_by_role("heading", level=1)).to_have_text(t("sign_in.already"))
        expect(page.locator("#email")).to_have_count(0)
    page.get_by_role("link", name=t("sign_in.go_on")).click()
    page.wait_for_url("**/courses")


def test_form_checks_speak_the_language_of_the_site(live_site, browser: Browser):
    context = open_context(browser, locale="fr-FR")
    context.add_cookies([{"name": "lang", "value": "en", "url": live_site.url}])
    page = context.new_page()
    page.goto(live_site.url + "/login")
    hydrated(page)
    email, submit = page.locator("#email"), page.locator(".account-card button[type=submit]")
    for typed, key in (("", "error.text_required"), ("nobody", "error.email")):
        email.fill(typed)
        submit.click()
        said = email.evaluate("field => field.validationMessage")
        assert said == i18n.lookup(key, "en")
    email.fill("nobody@example.com")
    assert email.evaluate("field => field.validity.valid")
    context.close()
