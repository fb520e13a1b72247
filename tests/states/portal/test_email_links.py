"""The pages that mails lead to: what each shows, and that looking uses nothing up."""

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.config import settings
from lms_app.core.session_cookie import SIGN_UP_COOKIE, named_cookie
from lms_app.services import auth
from lms_app.states.portal.account_forms import AccountFormState
from tests.factories.applicants import apply, sign_up
from tests.factories.mails import token_to
from tests.factories.people import Nobody, person
from tests.states.learn.opened import opened

pytestmark = pytest.mark.usefixtures("site")


async def shown(path: str, mark: str = "") -> AccountFormState:
    state = opened(AccountFormState, path, Nobody())
    name = named_cookie(settings().site_url, SIGN_UP_COOKIE).name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AccountFormState, "_cookies", lambda _self: f"{name}={mark}")
        await AccountFormState.load_link.fn(state)
    return state


async def test_a_sign_up_link_says_what_it_would_do_as_often_as_it_is_looked_at():
    mark = apply()
    token = token_to("sam@example.com")
    for _ in range(3):
        here = await shown(f"/verify?token={token}", mark)
        assert (here.kind, here.email, here.asks_password) == ("sign_up", "sam@example.com", False)
    elsewhere = await shown(f"/verify?token={token}")
    assert elsewhere.asks_password
    assert composition.call(auth.confirm_email, token=token, browser=mark).signed_in
    assert (await shown(f"/verify?token={token}", mark)).kind == "dead"


async def test_a_reset_link_is_shown_as_long_as_it_works():
    sign_up()
    composition.call(auth.request_reset, email="sam@example.com")
    token = token_to("sam@example.com")
    assert (await shown(f"/reset?token={token}")).kind == "reset"
    assert (await shown("/reset?token=none")).kind == "dead"
    assert (await shown(f"/verify?token={token}")).kind == "dead"


async def test_a_link_of_an_account_says_who_has_to_sign_in():
    sam, kim = person("Sam"), person("Kim")
    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET email_verified_at = NULL"))
    sam.call(auth.request_verification)
    token = token_to("sam@example.com")
    back = f"/login?next=%2Fverify%3Ftoken%3D{token}"
    seen = {}
    for name, caller in {"nobody": Nobody(), "kim": kim, "sam": sam}.items():
        state = opened(AccountFormState, f"/verify?token={token}", caller)
        await AccountFormState.load_link.fn(state)
        seen[name] = (state.kind, state.next_path)
    assert seen == {
        "nobody": ("sign_in", back),
        "kim": ("other_account", back),
        "sam": ("verify", "/"),
    }


async def test_what_went_wrong_stands_at_its_field():
    refused = await shown("/verify?token=x&error=error.sign_up_password&field=password")
    assert refused.password_error
    assert refused.error == ""
    assert (await shown("/verify?done=change")).kind == "changed"
    assert (await shown("/verify?done=verify")).kind == "done"


@pytest.mark.parametrize(("query", "kind"), [("", ""), ("?sent=1", "sent"), ("?again=1", "again")])
async def test_a_page_says_whether_a_mail_is_on_its_way(query, kind):
    state = opened(AccountFormState, f"/forgot{query}", Nobody())
    await AccountFormState.load_sent.fn(state)
    assert (state.kind, state.has_inbox) == (kind, True)


def test_an_age_that_is_too_low_is_told_kindly_at_its_field():
    state = opened(AccountFormState, "/signup", Nobody())
    state._fill("error=error.too_young&field=birth_date", {}, "en")
    assert "from the age of 14" in state.birth_error
    assert state.error == ""
    state._fill("error=error.consent_required&field=terms", {"privacy": ["on"]}, "en")
    assert state.consent_error
    assert state.ticked == ["privacy"]
    state._fill("", {"privacy": ["on"]}, "en")
    assert state.ticked == []
    state._fill("notice=reset", {}, "en")
    assert state.notice.startswith("Your password is changed")
