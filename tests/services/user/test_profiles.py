"""One's own profile: what may be written, what is kept, who is told."""

import pytest
import sqlalchemy as sa

from lms_app.core.errors import Conflict, InvalidInput, NotFound
from lms_app.services import course, reporting, user
from lms_app.services.user.handles import RESERVED
from tests.factories.people import Nobody, as_system, instructor, person
from tests.factories.second_factors import later
from tests.locks import joined, while_open

pytestmark = pytest.mark.usefixtures("site")
AWKWARD = ["NUL \0", "lone \ud800", "\uffff", "z" + "\u0301" * 9, "x" * 6000]


def refused(who, **given) -> list[str]:
    with pytest.raises((InvalidInput, Conflict)) as error:
        who.call(user.update_own_profile, **given)
    return list(error.value.fields)


def test_a_profile_is_filled_part_by_part():
    sam = person("Sam")
    assert sam.call(user.get_own_profile).handle == ""
    sam.call(user.update_own_profile, display_name="  Sam  Kim ")
    sam.call(user.update_own_profile, handle="Sam-Kim")
    sam.call(user.update_own_profile, bio_md="I **fold** maps.")
    sam.call(user.update_own_profile, links=["maps.example/sam", "", "https://maps.example/sam"])
    own = sam.call(user.get_own_profile)
    assert (own.display_name, own.handle) == ("Sam Kim", "sam-kim")
    assert "<strong>fold</strong>" in own.bio_html
    assert own.links == ["https://maps.example/sam"]


@pytest.mark.parametrize("field", ["display_name", "headline", "bio_md", "handle"])
@pytest.mark.parametrize("text", AWKWARD, ids=["nul", "surrogate", "ffff", "zalgo", "long"])
def test_text_that_is_none_is_refused_at_its_field(field, text):
    assert refused(person("Sam"), **{field: text}) == [field]


def test_a_right_to_left_override_does_not_turn_a_name_around():
    sam = person("Sam")
    sam.call(user.update_own_profile, display_name="Sam \u202egpj.exe")
    assert sam.call(user.get_own_profile).display_name == "Sam gpj.exe"


@pytest.mark.parametrize("handle", ["ab", "-ab", "ab-", "a b", "a_b", "한글이름", "a" * 41, "a/b"])
def test_a_handle_of_other_characters_is_refused(handle):
    assert refused(person("Sam"), handle=handle) == ["handle"]


@pytest.mark.parametrize("handle", ["admin", "Settings", "ad-min", "mar-gin", "support"])
def test_a_handle_that_is_a_word_of_the_site_is_refused(handle):
    assert refused(person("Sam"), handle=handle) == ["handle"]


def test_reserved_words_are_handles_otherwise():
    assert {word for word in RESERVED if not word.replace("-", "").isalnum()} == set()


def test_a_handle_in_another_case_is_the_same_handle():
    person("Ada").call(user.update_own_profile, handle="maps")
    assert refused(person("Sam"), handle="MAPS") == ["handle"]


def test_of_two_who_take_a_handle_at_once_one_gets_it():
    ada, sam = person("Ada"), person("Sam")
    with (
        pytest.raises(Conflict),
        while_open(lambda: sam.call(user.update_own_profile, handle="maps")) as (uow, _),
    ):
        joined(uow, ada, user.update_own_profile, handle="maps")
    assert ada.call(user.get_own_profile).handle == "maps"
    assert sam.call(user.get_own_profile).handle == ""


def test_who_teaches_keeps_a_handle_and_others_may_give_it_up():
    assert refused(instructor("Ada"), handle=" ") == ["handle"]
    sam = person("Sam")
    sam.call(user.update_own_profile, handle="maps")
    sam.call(user.update_own_profile, handle="")
    assert sam.call(user.get_own_profile).handle == ""


@pytest.mark.parametrize(
    "link",
    [
        "http://maps.example", "javascript:alert(1)", "https://localhost/x", "https://10.0.0.1/x",
        "https://[::1]/x", "https://sam:pw@maps.example", "https://maps.example:8443/",
        'https://maps.example/"onclick', "https://maps.example/\u202egpj", "data:text/html,x",
        "https://", "https://maps.example/" + "x" * 200, "//maps.example/x y", "https://\ud800.example",
    ],
)  # fmt: skip
def test_a_link_that_is_no_plain_https_address_is_refused(link):
    assert refused(person("Sam"), links=[link]) == ["links"]


def test_no_more_than_five_links():
    links = [f"https://maps.example/{number}" for number in range(6)]
    assert refused(person("Sam"), links=links) == ["links"]


def test_a_forged_host_is_shown_as_computers_write_it():
    sam = person("Sam")
    sam.call(
        user.update_own_profile, links=["https://\u0430pple.example/me", "https://한글.example"]
    )
    first, second = sam.call(user.get_own_profile).links
    assert user.shown_link(first) == "xn--pple-43d.example/me"
    assert user.shown_link(second) == "한글.example"


def test_only_a_public_profile_tells_the_public_pages(site):
    person("Sam").call(user.update_own_profile, headline="x")
    ada = instructor("Ada")
    with site.engine.connect() as connection:
        told = sa.text(
            "SELECT count(*) FROM outbox_message WHERE event = 'InstructorProfileChanged'"
        )
        assert connection.execute(told).scalar() == 0
        ada.call(user.update_own_profile, headline="y")
        connection.rollback()
        assert connection.execute(told).scalar() == 1


def test_a_former_handle_leads_to_the_present_one_and_is_nobody_elses(site):
    ada, ben = instructor("Ada"), instructor("Ben")
    ada.call(user.update_own_profile, handle="ada-draws")
    assert Nobody().call(course.get_instructor, "ada-teaches").handle == "ada-draws"
    with pytest.raises(user.HandleTaken):
        ben.call(user.update_own_profile, handle="ada-teaches")
    with later(days=181):
        with pytest.raises(NotFound):
            Nobody().call(course.get_instructor, "ada-teaches")
        assert as_system(reporting.count_old_rows)["former_handle"] == 1
        cho = instructor("Cho")
        cho.call(user.update_own_profile, handle="ada-teaches")
        assert Nobody().call(course.get_instructor, "ada-teaches").name == "Cho"


def test_a_handle_is_taken_back_and_only_three_are_kept(site):
    ada = instructor("Ada")
    for handle in ("ada-1", "ada-2", "ada-3", "ada-4", "ada-3"):
        ada.call(user.update_own_profile, handle=handle)
    for handle, leads in (("ada-teaches", False), ("ada-1", True), ("ada-2", True),
                          ("ada-3", True), ("ada-4", True)):  # fmt: skip
        if leads:
            assert Nobody().call(course.get_instructor, handle).handle == "ada-3"
        else:
            with pytest.raises(NotFound):
                Nobody().call(course.get_instructor, handle)


def test_a_students_handle_is_free_at_once(site):
    sam, kim = person("Sam"), person("Kim")
    sam.call(user.update_own_profile, handle="the-walker")
    sam.call(user.update_own_profile, handle="the-runner")
    kim.call(user.update_own_profile, handle="the-walker")
