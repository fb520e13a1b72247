"""Sign-in routes: redirects, cookies, and who may post."""

from http.cookies import SimpleCookie
from urllib.parse import parse_qs

import httpx
import pytest

from lms_app.core.config import settings
from lms_app.core.session_cookie import FORM_COOKIE
from lms_app.states.portal.account_forms import AccountFormState
from tests.factories.mails import token_to
from tests.factories.people import PASSWORD, Nobody
from tests.factories.uploads import client
from tests.states.learn.opened import opened

pytestmark = pytest.mark.usefixtures("site")
FORM = {
    "email": "sam@example.com",
    "password": PASSWORD,
    "display_name": "Sam",
    "birth_date": "1990-04-01",
    "terms": "on",
    "privacy": "on",
}


def post(path: str, data: dict[str, str], **headers: str):
    return client().post(f"/api/auth/{path}", data=data, headers=headers, follow_redirects=False)


def cookie_of(answer) -> str:
    return next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-sid="))


def member() -> str:
    """An account as the form and the link make it; its first session cookie."""
    mark = mark_of(post("sign-up", {**FORM, "next": "/courses/maps?l=1"}))
    answer = post("verify", {"token": token_to("sam@example.com")}, cookie=mark)
    assert (answer.status_code, answer.headers["location"]) == (303, "/courses/maps?l=1")
    return cookie_of(answer)


def mark_of(answer) -> str:
    found = next(c for c in answer.headers.get_list("set-cookie") if "__Host-signup=" in c)
    return found.split(";")[0]


def test_signing_up_says_the_same_to_everybody_and_opens_nothing():
    member()
    answers = [post("sign-up", {**FORM, "email": x}) for x in ("sam@example.com", "k@example.com")]
    for answer in answers:
        assert (answer.status_code, answer.headers["location"]) == (303, "/signup/sent?next=%2F")
        assert "__Host-sid" not in str(answer.headers)
    assert answers[0].text == answers[1].text
    names = [[name for name, _ in answer.headers.multi_items()] for answer in answers]
    assert names[0] == names[1]


def test_a_link_sets_a_cookie_no_script_can_read_and_goes_where_the_visitor_wanted():
    flags = {part.strip().lower() for part in member().split(";")[1:]}
    assert {"httponly", "secure", "path=/", "samesite=lax"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)


def test_a_link_in_another_browser_asks_for_the_password():
    post("sign-up", FORM)
    token = token_to("sam@example.com")
    refused = post("verify", {"token": token, "password": "something else"})
    assert refused.headers["location"].startswith(f"/verify?token={token}&error=error.sign_up_")
    assert "field=password" in refused.headers["location"]
    assert cookie_of(post("verify", {"token": token, "password": PASSWORD}))


def test_the_mark_of_the_browser_is_kept_from_scripts_and_goes_when_it_has_served():
    answer = post("sign-up", FORM)
    mark = next(c for c in answer.headers.get_list("set-cookie") if "__Host-signup=" in c)
    assert {"httponly", "secure", "samesite=lax"} <= {p.strip().lower() for p in mark.split(";")}
    done = post("verify", {"token": token_to("sam@example.com")}, cookie=mark.split(";")[0])
    assert '__Host-signup=""' in str(done.headers)


def test_of_somebody_too_young_nothing_is_kept_not_even_in_their_browser():
    answer = post("sign-up", {**FORM, "birth_date": "2015-01-01"})
    assert answer.headers["location"].startswith("/signup?error=error.too_young&field=birth_date")
    said = " ".join(answer.headers.get_list("set-cookie")) + answer.headers["location"]
    assert "2015" not in said
    assert "sam" not in said


def test_what_was_ticked_comes_back_and_nothing_else_is_ticked():
    from urllib.parse import parse_qs

    answer = post("sign-up", {**FORM, "privacy": ""})
    assert "error.consent_required&field=privacy" in answer.headers["location"]
    kept = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("form="))
    typed = parse_qs(kept.split("=", 1)[1].split(";")[0].strip('"'))
    assert "terms" in typed
    assert "marketing" not in typed
    assert "privacy" not in typed


def test_a_link_is_sent_again_and_a_stranger_hears_the_same():
    mark = mark_of(post("sign-up", FORM))
    asked, stranger = post("resend", {}, cookie=mark), post("resend", {})
    assert (
        asked.headers["location"] == stranger.headers["location"] == "/signup/sent?again=1&next=%2F"
    )


def test_a_forgotten_password_is_chosen_anew_and_every_address_hears_the_same():
    member()
    known, unknown = (post("forgot", {"email": f"{x}@example.com"}) for x in ("sam", "kim"))
    assert known.headers["location"] == unknown.headers["location"] == "/forgot?sent=1"
    assert known.headers.keys() == unknown.headers.keys()
    token = token_to("sam@example.com")
    short = post("reset", {"token": token, "password": "short"})
    assert short.headers["location"].startswith(f"/reset?token={token}&error=error.password_short")
    done = post("reset", {"token": token, "password": "a new walk at dusk 9"})
    assert done.headers["location"] == "/login?notice=reset"
    assert "__Host-sid" not in str(done.headers)
    again = post("reset", {"token": token, "password": "a third walk at dusk 9"})
    assert "error.link_dead" in again.headers["location"]
    assert cookie_of(post("sign-in", {**FORM, "password": "a new walk at dusk 9"}))


def test_links_lead_to_the_configured_site_whatever_host_was_asked():
    from tests.factories.mails import mails_to

    member()
    post(
        "forgot", {"email": "sam@example.com"}, host="evil.example", **{"x-forwarded-host": "e.vil"}
    )
    post("sign-up", {**FORM, "email": "kim@example.com"}, host="evil.example")
    for address in ("sam@example.com", "kim@example.com"):
        mail = mails_to(address)[0]
        assert settings().site_url in mail.text
        assert "vil" not in mail.text + mail.html


@pytest.mark.parametrize("path", ["forgot", "reset", "verify", "resend"])
def test_a_form_refused_unread_goes_back_to_its_own_page(path):
    page = {"resend": "/signup/sent"}.get(path, f"/{path}")
    answer = post(path, {}, accept="text/html", origin="https://evil.example")
    assert answer.headers["location"].startswith(f"{page}?error=error.foreign_origin")


@pytest.mark.parametrize("value", ["", "x", "😀" * 40, "a" * 200, "../../x"])
@pytest.mark.parametrize("path", ["reset", "verify"])
def test_a_made_up_link_is_dead(path, value):
    answer = post(path, {"token": value, "password": "a new walk at dusk 9"})
    assert answer.status_code == 303
    assert "error.link_dead" in answer.headers["location"]


def test_every_sign_in_gives_another_session():
    first = member()
    assert cookie_of(post("sign-in", FORM)) != first


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a b"],
)
def test_nobody_is_sent_to_another_site(target):
    assert post("sign-up", {**FORM, "next": target}).headers["location"].endswith("next=%2F")


def test_a_refusal_returns_to_the_form_with_its_reason_and_what_was_typed_but_no_password():
    answer = post("sign-up", {**FORM, "password": "short"})
    assert answer.headers["location"].startswith("/signup?error=error.password_short")
    said = " ".join(answer.headers.get_list("set-cookie")) + answer.headers["location"]
    assert "sam%40example.com" in said
    assert "sam" not in answer.headers["location"]
    assert "short" not in said.replace("password_short", "")


def test_the_address_typed_at_the_sign_in_goes_along_to_a_new_password_and_not_by_the_url():
    answer = post("forgot-form", {"email": "sam@example.com"})
    assert answer.headers["location"] == "/forgot"
    cookie = SimpleCookie(answer.headers["set-cookie"])[FORM_COOKIE]
    assert parse_qs(cookie.value) == {"forgotten": ["sam@example.com"]}
    assert cookie["httponly"]
    assert cookie["max-age"] == "120"


async def opened_forgot(answer: httpx.Response, path: str = "/forgot") -> AccountFormState:
    """The form for a new password in the browser that got this answer."""
    state = opened(AccountFormState, path, Nobody())
    kept = SimpleCookie(answer.headers["set-cookie"])[FORM_COOKIE].value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AccountFormState, "_cookies", lambda _self: f"{FORM_COOKIE}={kept}")
        await AccountFormState.load_sent.fn(state)
    return state


async def test_whoever_comes_next_does_not_find_the_address_of_another_form():
    taken_along = post("forgot-form", {"email": "sam@example.com"})
    assert (await opened_forgot(taken_along)).email == "sam@example.com"
    refused = post("sign-in", {"email": "sam@example.com", "password": "not the password"})
    assert (await opened_forgot(refused)).email == ""
    sent = post("forgot", {"email": "sam@example.com"})
    assert (await opened_forgot(sent)).email == ""
    assert SimpleCookie(sent.headers["set-cookie"])[FORM_COOKIE]["max-age"] == "0"


@pytest.mark.parametrize("name", ["n" * 201, "이" * 201, "n" * 1900])
def test_a_name_that_is_too_long_comes_back_whole_with_the_words_at_its_field(name):
    answer = post("sign-up", {**FORM, "display_name": name})
    page = httpx.URL(answer.headers["location"])
    assert page.path == "/signup"
    asked = dict(page.params)
    assert (asked["error"], asked["field"]) == ("error.text_long", "display_name")
    jar = SimpleCookie(answer.headers["set-cookie"])
    typed = parse_qs(jar[FORM_COOKIE].value)
    state = opened(AccountFormState, str(page), Nobody())
    state._fill(page.query.decode(), typed, "en")
    assert state.display_name == name, "nothing of it is cut off"
    assert state.name_error == f"Up to 80 characters are allowed; this has {len(name):,}."
    assert (state.error, state.email) == ("", FORM["email"])


def test_what_no_cookie_can_hold_is_told_all_the_same():
    answer = post("sign-up", {**FORM, "display_name": "이" * 1900})
    assert "count=1900" in answer.headers["location"]
    assert len(SimpleCookie(answer.headers["set-cookie"])[FORM_COOKIE].value) < 4096


def test_unknown_address_and_wrong_password_get_the_same_answer():
    member()
    wrong = post("sign-in", {"email": "sam@example.com", "password": "not the password"})
    unknown = post("sign-in", {"email": "kim@example.com", "password": "not the password"})
    assert wrong.headers["location"] == unknown.headers["location"]
    assert wrong.status_code == unknown.status_code == 303


@pytest.mark.parametrize(
    "path", ["sign-in", "sign-up", "sign-out", "forgot", "reset", "verify", "resend"]
)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_forms_of_other_sites_are_refused(path, headers):
    answer = post(path, FORM, **headers)
    assert answer.status_code == 403
    assert "__Host-sid" not in str(answer.headers)


def test_our_own_origin_is_taken():
    assert post("sign-up", FORM, origin=settings().site_origin).status_code == 303


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:1", ""])
def test_signing_out_leads_to_no_other_site(target):
    assert post("sign-out", {"next": target}).headers["location"] == "/"


def test_signing_out_takes_the_cookie_away():
    answer = post("sign-out", {})
    assert "max-age=0" in cookie_of(answer).lower()


@pytest.mark.parametrize(
    "cookie", ["__Host-sid=" + "x" * 10_000, "a=b; " * 3000, "__Host-sid=\x7f", "=;;=;"]
)
def test_strange_cookies_are_nobody_and_no_error(cookie):
    http = client()
    answer = http.get(
        "/api/playback/00000000-0000-0000-0000-000000000000/key", headers={"cookie": cookie}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {}, {"lesson_id": "x", "played": [], "position_seconds": 0},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [[0]], "position_seconds": 0},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [], "position_seconds": -1},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [], "position_seconds": 1e400},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [[0, 1]] * 501,
         "position_seconds": 0},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [], "position_seconds": 0,
         "extra": 1},
    ],
)  # fmt: skip
def test_senseless_progress_reports_are_refused_without_a_trace(body):
    import json

    answer = client().post(
        "/api/progress", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_a_limit_says_how_long_it_lasts(monkeypatch):
    from lms_app.core.errors import RateLimited

    async def refuse(*_args, **_kwargs):
        raise RateLimited(300)

    monkeypatch.setattr("lms_app.api.forms.call", refuse)
    assert "seconds=300" in post("sign-in", FORM).headers["location"]


def test_passwords_waiting_for_their_hash_keep_nobody_else_waiting(monkeypatch):
    import asyncio
    import threading

    import httpx

    from lms_app import composition
    from lms_app.api.app import build_api

    release, begun = threading.Event(), threading.Event()
    hasher = composition.implementations().passwords

    def slow(_password, _hashed):
        begun.set()
        release.wait(60)
        return False, None

    monkeypatch.setattr(type(hasher), "verify", lambda _self, *args: slow(*args))

    async def crowd():
        transport = httpx.ASGITransport(build_api())
        address = settings().site_url
        async with httpx.AsyncClient(transport=transport, base_url=address) as visitors:
            tries = [
                asyncio.create_task(
                    visitors.post(
                        "/api/auth/sign-in", data={**FORM, "email": f"sam{number}@example.com"}
                    )
                )
                for number in range(80)
            ]
            await asyncio.to_thread(begun.wait, 60)
            ready = await visitors.get("/readyz")
            release.set()
            return ready, await asyncio.gather(*tries)

    ready, answers = asyncio.run(crowd())
    assert ready.status_code == 200
    reasons = [answer.headers["location"].split("error=")[1].split("&")[0] for answer in answers]
    assert reasons.count("error.wrong_password") == 64
    assert reasons.count("error.rate_limited") == 16


def test_a_form_refused_before_it_is_read_answers_with_a_page():
    refused = post("sign-in", FORM, accept="text/html", origin="https://evil.example")
    assert refused.status_code == 303
    assert refused.headers["location"] == "/login?error=error.foreign_origin"
