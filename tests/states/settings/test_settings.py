"""Fields that save themselves: what is taken is acknowledged, what is wrong says so at its field."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.services import user
from lms_app.states.session import SessionState
from lms_app.states.settings.preferences import PreferencesState
from lms_app.states.settings.profile import ProfileState
from tests.factories.people import Nobody, instructor, person
from tests.states.learn.opened import notice_of, opened

pytestmark = pytest.mark.usefixtures("site")


async def profile(who) -> ProfileState:
    state = opened(ProfileState, urls.SETTINGS, who)
    await ProfileState.load.fn(state)
    return state


async def preferences(who, path: str = urls.SETTINGS_LANGUAGE) -> PreferencesState:
    state = opened(PreferencesState, path, who)
    await PreferencesState.load.fn(state)
    return state


async def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back():
    for cls, path in ((ProfileState, urls.SETTINGS), (PreferencesState, urls.SETTINGS_PLAYBACK)):
        state = opened(cls, path, Nobody())
        await cls.load.fn(state)
        assert state.phase == "loading"
        assert (await notice_of(state)).go_url == urls.sign_in(path)


async def test_each_field_is_saved_by_itself_and_acknowledged():
    sam = person("Sam")
    state = await profile(sam)
    assert (state.phase, state.proposed_handle, state.public_href) == ("ready", "sam", "")
    followed = await ProfileState.save.fn(state, "display_name", "Sam Kim", 1)
    assert "load" in str(followed), "the frame shows the name too"
    await ProfileState.save.fn(state, "bio_md", "I **fold** maps.", 2)
    await ProfileState.save.fn(state, "links", "maps.example/sam\nhttps://x.example", 3)
    assert state.acked == {"display_name": 1, "bio_md": 2, "links": 3}
    assert "<strong>fold</strong>" in state.bio_html
    assert state.links == ["https://maps.example/sam", "https://x.example", "", "", ""]
    assert sam.call(user.get_own_profile).display_name == "Sam Kim"


async def test_what_is_wrong_stands_at_its_field_until_it_is_right():
    state = await profile(person("Sam"))
    await ProfileState.save.fn(state, "handle", "No Way", 1)
    await ProfileState.save.fn(state, "links", "javascript:alert(1)", 2)
    assert state.acked == {"handle": -1, "links": -2}
    assert set(state.errors) == {"handle", "links"}
    await ProfileState.save.fn(state, "handle", "sam-maps", 3)
    assert state.acked["handle"] == 3
    assert set(state.errors) == {"links"}
    assert state.handle == "sam-maps"


async def test_a_taken_handle_is_told_at_the_handle():
    instructor("Ada")
    state = await profile(person("Sam"))
    await ProfileState.save.fn(state, "handle", "ADA-teaches", 1)
    assert list(state.errors) == ["handle"]


@pytest.mark.parametrize("name", ["password_hash", "avatar", "user_id", "", "display_name "])
async def test_no_other_field_is_written(name):
    sam = person("Sam")
    state = await profile(sam)
    await ProfileState.save.fn(state, name, "x", 1)
    assert (await notice_of(state)).notice_kind == "error"
    assert sam.call(user.get_own_profile).display_name == "Sam"


async def test_who_teaches_is_shown_the_way_to_their_page():
    assert (await profile(instructor("Ada"))).public_href == "/instructors/ada-teaches"


async def test_choices_are_saved_and_kept_for_the_next_visit():
    sam = person("Sam")
    state = await preferences(sam)
    for nonce, (name, value) in enumerate(
        (
            ("theme", "dark"),
            ("speed", "150"),
            ("is_autoplay", "off"),
            ("captions_language", "en"),
            ("captions_size", "large"),
            ("teaching:mail", "off"),
        ),
        start=1,
    ):
        await PreferencesState.save.fn(state, name, value, nonce)
        assert state.acked[name] == nonce
    assert "load" in str(await PreferencesState.save.fn(state, "time_zone", "Europe/Paris", 9))
    state = await preferences(sam)
    assert (state.theme, state.speed, state.is_autoplay) == ("dark", "150", False)
    assert (state.captions_language, state.captions_size) == ("en", "large")
    assert (state.time_zone, state.muted) == ("Europe/Paris", ["teaching:mail"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "neon"), ("speed", "-1"), ("speed", "٧"), ("speed", "1e9"), ("speed", "99999"),
        ("time_zone", "Mars/Base"), ("security:mail", "off"), ("nothing", "on"), (":", "on"),
        ("captions_size", ""),
    ],
)  # fmt: skip
async def test_what_cannot_be_chosen_is_not_taken(name, value):
    state = await preferences(person("Sam"))
    await PreferencesState.save.fn(state, name, value, 7)
    assert state.acked == {name: -7}
    assert state.errors


async def test_theme_and_language_of_the_frame_follow_to_other_devices():
    sam = person("Sam")
    state = opened(SessionState, "/courses?q=x", sam)
    await SessionState.load.fn(state)
    await SessionState.choose_theme.fn(state, "dark")
    await SessionState.choose_language.fn(state, "en")
    chosen = sam.call(user.get_preferences)
    assert (chosen.theme, chosen.language) == ("dark", "en")
    assert (await notice_of(state)).go_url == "/courses?q=x&lang=en"


async def test_a_guest_changes_theme_and_language_without_an_account():
    state = opened(SessionState, "/", Nobody())
    await SessionState.load.fn(state)
    await SessionState.choose_theme.fn(state, "dark")
    await SessionState.choose_language.fn(state, "en")
    assert (await notice_of(state)).go_url == "/?lang=en"
