"""What a person chose comes to the browser with the sign-in, before its next page is painted."""

from __future__ import annotations

import pytest

from lms_app import composition
from lms_app.core import urls
from lms_app.services import auth, user
from tests.factories.people import PASSWORD, Person, as_system, person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")


def cookies_after_sign_in(email: str) -> dict[str, str]:
    answer = client().post(
        urls.API_SIGN_IN, data={"email": email, "password": PASSWORD}, follow_redirects=False
    )
    assert answer.status_code == 303
    given = [line.split(";")[0].partition("=") for line in answer.headers.get_list("set-cookie")]
    return {name: value for name, _, value in given}


def account(language: str = "") -> Person:
    hashed = composition.implementations().passwords.hash(PASSWORD)
    as_system(
        auth.create_person,
        email="kim@example.com",
        display_name="Kim",
        password_hash=hashed,
        language=language,
    )
    return person("Other")


def test_language_and_theme_come_along():
    account("en")
    # The choice was made on another device of the same person.
    with composition.implementations().engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO user_settings (user_id, theme, time_zone, speed_percent, is_autoplay,"
            " captions_language, captions_size, muted, created_at, updated_at)"
            " SELECT id, 'dark', '', 100, true, '', 'medium', '[]', now(), now()"
            " FROM user_account WHERE email_key = 'kim@example.com'"
        )
    given = cookies_after_sign_in("kim@example.com")
    assert (given["lang"], given["theme"]) == ("en", "dark")


def test_who_never_chose_keeps_what_the_browser_has():
    other = account()
    given = cookies_after_sign_in("kim@example.com")
    assert not {"lang", "theme"} & set(given)
    other.call(user.save_preferences, theme="dark")
    assert "theme" not in cookies_after_sign_in("kim@example.com")
