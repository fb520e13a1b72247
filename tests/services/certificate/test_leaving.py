"""Who leaves takes their words along: what is left of a certificate says that it is none."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.errors import NotFound
from lms_app.services import certificate, privacy
from tests.factories.certificates import articles, complete, issued
from tests.factories.people import Nobody, as_system, instructor, person


@pytest.fixture
def gone(site):
    """Sam's certificate and a course completed just before, a week after they asked to go."""
    sam = person("Samuel")
    code = issued(sam, articles(instructor("Ada"), "Maps"))
    signed = Nobody().call(certificate.get_certificate, code).jws
    late = complete(sam, articles(instructor("Ben"), "Charts"))
    sam.call(privacy.schedule_deletion)
    moment = clock.now() + timedelta(days=7, seconds=1)
    with clock.frozen(lambda: moment):
        assert as_system(privacy.erase_due_accounts) == 1
    return code, signed, late


def test_it_is_revoked_and_says_nothing_of_them(site, gone):
    code, signed, _ = gone
    found = Nobody().call(certificate.get_certificate, code)
    assert (found.status, found.reason, found.name, found.jws) == ("revoked", "erased", "", "")
    assert "Samuel" not in repr(found)
    with site.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT to_jsonb(certificate)::text FROM certificate"))
        assert not any("Samuel" in row[0] for row in rows)
    assert Nobody().call(certificate.verify_certificate, signed).status == "revoked"


def test_a_worker_that_is_late_issues_nothing_to_who_has_gone(gone):
    with pytest.raises(NotFound):
        as_system(certificate.issue_certificate, gone[2])
