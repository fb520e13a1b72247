"""A completed course becomes a certificate, once; nothing of it outlives the course."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.errors import NotAuthenticated, NotFound
from lms_app.core.permissions import Role
from lms_app.services import certificate, enrollment, user
from lms_app.services.certificate import NotEarned
from tests.factories.certificates import articles, complete, issued
from tests.factories.people import Nobody, as_system, instructor, person
from tests.locks import joined, while_open

pytestmark = pytest.mark.usefixtures("site")
ISSUE = certificate.issue_certificate


@pytest.fixture
def made():
    return articles(instructor("Ada"), "Reading <b>maps</b>", count=2)


@pytest.fixture
def sam():
    return person("Sam")


def seen(code):
    return Nobody().call(certificate.get_certificate, code)


def waiting_events(site):
    with site.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT event FROM outbox_message ORDER BY created_at"))
        return [row.event for row in found]


def test_completing_asks_for_it_and_issuing_twice_is_once(site, sam, made):
    enrolled = complete(sam, made)
    assert "CourseCompleted" in waiting_events(site)
    first, second = as_system(ISSUE, enrolled), as_system(ISSUE, enrolled)
    assert first == second == sam.call(certificate.claim_certificate, made.id)
    assert waiting_events(site).count("CertificateIssued") == 1


def test_the_worker_issues_what_an_event_asks_for(sam, made):
    from workers.learning import issue_certificate
    from workers.subscriptions import SUBSCRIPTIONS

    enrolled = complete(sam, made)
    assert [s.job for s in SUBSCRIPTIONS["CourseCompleted"]] == [
        "workers.learning.issue_certificate"
    ]
    issue_certificate(str(enrolled))
    (own,) = sam.call(certificate.list_own_certificates)
    assert own.code


def test_it_says_what_was_true_and_nothing_else_of_its_person(sam, made):
    found = seen(issued(sam, made))
    assert (found.name, found.course_title) == ("Sam", "Reading <b>maps</b>")
    assert (found.instructor_name, found.lesson_count, found.status) == ("Ada", 2, "valid")
    assert sam.email not in repr(found)
    assert str(sam.id) not in repr(found)


@pytest.mark.parametrize("write", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} "])
def test_a_code_is_found_however_it_is_written(sam, made, write):
    code = issued(sam, made)
    assert seen(write(code)).code == code


@pytest.mark.parametrize(
    "code", ["", "0000-0000-0000-0000", "x" * 5000, "\u202e", "' OR 1=1", "\0", "가" * 16]
)
def test_a_code_of_nothing_is_not_found(sam, made, code):
    issued(sam, made)
    with pytest.raises(NotFound):
        seen(code)


def test_not_before_the_course_is_completed(sam, made):
    enrolled = UUID(sam.call(enrollment.enroll, made.id))
    with pytest.raises(NotEarned):
        as_system(ISSUE, enrolled)
    with pytest.raises(NotEarned):
        sam.call(certificate.claim_certificate, made.id)


def test_nobody_claims_what_is_not_theirs(sam, made):
    code = issued(sam, made)
    kim = person("Kim")
    with pytest.raises(NotFound):
        kim.call(certificate.claim_certificate, made.id)
    with pytest.raises(NotFound):
        kim.call(certificate.reissue_certificate, code)
    with pytest.raises(NotFound):
        kim.call(certificate.claim_certificate, uuid4())
    with pytest.raises(NotAuthenticated):
        Nobody().call(certificate.claim_certificate, made.id)
    assert kim.call(certificate.list_own_certificates) == []


def test_a_new_name_takes_a_new_certificate_and_the_former_one_is_revoked(sam, made):
    code = issued(sam, made)
    assert sam.call(certificate.reissue_certificate, code) == code
    as_system_rename(sam, "Samira")
    assert seen(code).name == "Sam"
    assert sam.call(certificate.list_own_certificates)[0].is_outdated
    renewed = sam.call(certificate.reissue_certificate, code)
    assert renewed != code
    assert (seen(code).status, seen(code).reason) == ("revoked", "reissued")
    assert (seen(renewed).status, seen(renewed).name) == ("valid", "Samira")
    assert sam.call(certificate.reissue_certificate, code) == renewed


def as_system_rename(who, name):
    who.call(user.update_own_profile, display_name=name)


def test_what_the_teacher_changes_later_does_not_change_it(sam, made):
    code = issued(sam, made)
    before = seen(code)
    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text("UPDATE course SET title = 'Something else'"))
    assert seen(code) == before


def test_a_course_taken_away_takes_its_certificate_along(sam, made):
    code = issued(sam, made)
    (found,) = enrollments(sam)
    person("Root", Role.admin).call(enrollment.revoke_enrollment, found, reason="refunded")
    assert (seen(code).status, seen(code).reason) == ("revoked", "enrollment")
    with pytest.raises(NotEarned):
        sam.call(certificate.reissue_certificate, code)
    assert sam.call(certificate.list_own_certificates) == []


def test_c08_a_refund_that_comes_while_it_is_issued_leaves_none_that_is_valid(sam, made):
    enrolled = complete(sam, made)
    root = person("Root", Role.admin)

    def refund():
        root.call(enrollment.revoke_enrollment, enrolled, reason="refunded")

    with while_open(refund) as (uow, _):
        code = joined(uow, None, ISSUE, enrolled)
    assert seen(code).status == "revoked"


def test_c08_a_certificate_asked_for_while_a_refund_is_made_is_refused(sam, made):
    enrolled = complete(sam, made)
    refused = []

    def claim():
        with pytest.raises(NotEarned) as error:
            as_system(ISSUE, enrolled)
        refused.append(error.value.key)

    with while_open(claim) as (uow, _):
        joined(uow, None, enrollment.revoke_enrollment, enrolled, reason="refunded")
    assert refused == ["error.certificate_not_earned"]
    assert valid_count() == 0


def test_two_who_issue_at_once_issue_one(sam, made):
    enrolled = complete(sam, made)
    codes = []
    with while_open(lambda: codes.append(as_system(ISSUE, enrolled))) as (uow, _):
        codes.append(joined(uow, None, ISSUE, enrolled))
    assert len(set(codes)) == 1
    assert valid_count() == 1


def valid_count() -> int:
    statement = sa.text("SELECT count(*) FROM certificate WHERE revoked_at IS NULL")
    with composition.implementations().engine.connect() as connection:
        return connection.execute(statement).scalar_one()


def enrollments(who) -> list[UUID]:
    statement = sa.text("SELECT id FROM enrollment WHERE user_id = :who")
    with composition.implementations().engine.connect() as connection:
        return list(connection.execute(statement, {"who": who.id}).scalars())
