"""What a password must be: long, and not what a guesser tries first; nothing else (A01)."""

import pytest

from lms_app.core.errors import InvalidInput
from lms_app.services.auth.long_common_passwords import LONG_COMMON
from lms_app.services.auth.passwords import LONGEST_COMMON, MINIMUM, _common, check_new_password


def refused(password: str, *, email: str = "sam.song@example.com", name: str = "송샘이") -> str:
    """At which text the password is refused; empty when it is taken."""
    try:
        check_new_password(password, email=email, name=name)
    except InvalidInput as error:
        return error.fields["password"]
    return ""


def test_fifteen_characters_are_enough_and_fourteen_are_not():
    assert refused("wet grass at 6") == "error.password_short"
    assert refused("wet grass at 06") == ""
    assert refused("젖은 풀밭을 걷는 아침 여섯") == ""
    assert refused("젖은 풀밭을 걷는 아침") == "error.password_short"


def test_no_kind_of_character_is_asked_for():
    for password in (
        "only lower case words",
        "ONLY UPPER CASE",
        "8102947756301942",
        "달나라토끼가떡방아를찧는밤이었다",
    ):
        assert refused(password) == "", password


def test_any_length_to_a_kibibyte_is_taken_with_spaces_and_any_script():
    assert refused("모래 위에 세운 집은 " * 2 + "그래도 바다가 보인다 " * 20) == ""
    assert refused("🐢 wins the race, 🐇 sleeps") == ""
    assert refused("x9 " + "ab cd ef gh " * 90) == "error.password_long"


@pytest.mark.parametrize("password", sorted(LONG_COMMON))
def test_the_commonest_hundred_thousand_are_refused_in_any_case(password):
    assert MINIMUM <= len(password) < LONGEST_COMMON
    assert refused(password) == refused(password.upper()) == "error.password_common"


def test_every_list_is_searched():
    assert len(_common()) > 30_000
    assert max(map(len, _common())) < LONGEST_COMMON


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "Password12345678!", "christopher12345", "manchesterunited99",
        "liverpoolarsenal", "iloveyou12345678", "letmeinletmein12", "abcdefghijklmnopq",
        "zyxwvutsrqponmlk", "aaaaaaaaaaaaaaaaaa", "가나가나가나가나가나가나가나가나",
        "１２３４５６７８９０１２３４５６７８",
    ],
)  # fmt: skip
def test_what_is_made_of_common_ones_is_refused(password):
    assert refused(password) == "error.password_common"


@pytest.mark.parametrize(
    "password",
    [
        "marginmargin2026",
        "여백여백여백여백여백여백여백여백",
        "sam.songsam.song",
        "SAM.SONG-sam.song!",
        "송샘이송샘이송샘이송샘이송샘이",
    ],
)
def test_the_names_of_site_and_person_are_no_password(password):
    assert refused(password) == "error.password_common"


def test_words_that_nobody_puts_together_are_taken():
    for password in (
        "correct horse battery staple",
        "a long walk at dusk 7",
        "turtle under the old bridge",
    ):
        assert refused(password) == ""
