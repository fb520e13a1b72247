"""How somebody wants the site: only what can be chosen, kept for every device."""

import pytest

from lms_app import composition
from lms_app.core.errors import InvalidInput
from lms_app.db.unit_of_work import begin
from lms_app.services import user
from lms_app.services.auth import get_session_user
from tests.factories.people import person

pytestmark = pytest.mark.usefixtures("site")


def test_who_chose_nothing_has_the_sites_way():
    chosen = person("Sam").call(user.get_preferences)
    assert (chosen.theme, chosen.time_zone, chosen.speed_percent) == ("system", "", 100)
    assert (chosen.is_autoplay, chosen.captions_language, chosen.muted) == (True, "", [])


def test_each_choice_is_kept_and_leaves_the_others():
    sam = person("Sam")
    sam.call(user.save_preferences, theme="dark")
    sam.call(user.save_preferences, time_zone="America/New_York", language="en")
    sam.call(user.save_preferences, speed_percent=150, is_autoplay=False)
    sam.call(user.save_preferences, captions_language="off", captions_size="large")
    chosen = sam.call(user.get_preferences)
    assert (chosen.theme, chosen.time_zone, chosen.language) == ("dark", "America/New_York", "en")
    assert (chosen.speed_percent, chosen.is_autoplay) == (150, False)
    assert (chosen.captions_language, chosen.captions_size) == ("off", "large")
    assert sam.call(get_session_user).language == "en"
    assert person("Kim").call(user.get_preferences).theme == "system"


@pytest.mark.parametrize(
    "given",
    [
        {"theme": "neon"}, {"language": "fr"}, {"language": ""}, {"time_zone": "Mars/Base"},
        {"time_zone": "../etc/passwd"}, {"speed_percent": 0}, {"speed_percent": -1},
        {"speed_percent": 2**63}, {"speed_percent": 101}, {"captions_language": "xx"},
        {"captions_size": "huge"}, {"theme": "dark\0"},
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(given):
    sam = person("Sam")
    with pytest.raises(InvalidInput) as error:
        sam.call(user.save_preferences, **given)
    assert list(error.value.fields) == list(given)
    assert sam.call(user.get_preferences).theme == "system"


def test_a_notice_is_turned_off_and_on_for_one_channel():
    sam = person("Sam")
    sam.call(user.save_notice_choice, subject="teaching", channel="mail", is_wanted=False)
    assert sam.call(user.get_preferences).muted == ["teaching:mail"]
    with begin(composition.implementations().engine, read_only=True) as uow:
        assert not user.wants(uow, sam.id, "teaching", "mail")
        assert user.wants(uow, person("Kim").id, "teaching", "mail")
    sam.call(user.save_notice_choice, subject="teaching", channel="mail", is_wanted=True)
    assert sam.call(user.get_preferences).muted == []


@pytest.mark.parametrize("subject", ["security", "account"])
def test_what_protects_the_account_is_always_told(subject):
    sam = person("Sam")
    with pytest.raises(InvalidInput):
        sam.call(user.save_notice_choice, subject=subject, channel="mail", is_wanted=False)
    with begin(composition.implementations().engine, read_only=True) as uow:
        assert user.wants(uow, sam.id, subject, "mail")


@pytest.mark.parametrize(("subject", "channel"), [("x", "mail"), ("teaching", "fax"), ("", "")])
def test_what_is_no_notice_is_refused(subject, channel):
    with pytest.raises(InvalidInput):
        person("Sam").call(
            user.save_notice_choice, subject=subject, channel=channel, is_wanted=False
        )
