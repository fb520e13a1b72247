"""Reading the audit log: who may, what is found, page by page, in one query, and as a file."""

from __future__ import annotations

import csv
import io
from uuid import uuid4

import pytest
import sqlalchemy as sa

from lms_app.core.errors import Forbidden, InvalidInput, NotAuthenticated, NotFound, StepUpNeeded
from lms_app.core.permissions import Role
from lms_app.services import course, reporting, user
from lms_app.services.reporting import AuditFilter
from tests.factories.courses import published
from tests.factories.people import Nobody, instructor, person
from tests.factories.second_factors import later
from tests.factories.uploads import client
from tests.query_counts import counted_statements


@pytest.fixture
def root(site):
    return person("Root", Role.admin)


def acts(who, **wanted) -> list[str]:
    page = who.call(reporting.list_audit, wanted=AuditFilter(**wanted))
    return [row.action for row in page.rows]


def many(site, root, number: int) -> None:
    """So many entries, ten at a time of one moment."""
    with site.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO audit_entry (id, created_at, updated_at, actor_id, action,"
                " subject_type, subject_id, reason, ip, changes) SELECT gen_random_uuid(),"
                " now() - (n / 10) * interval '1 minute', now(), :root, 'user:suspend', 'user',"
                " gen_random_uuid(), n::text, '192.0.2.1', '{}' FROM generate_series(1, :number) n"
            ),
            {"root": root.id, "number": number},
        )


@pytest.mark.parametrize("role", [Role.moderator, Role.instructor, Role.student])
def test_only_administrators_read_it(site, role):
    other = person("Other", role)
    with pytest.raises(Forbidden):
        other.call(reporting.list_audit)
    with pytest.raises(Forbidden):
        other.call(reporting.export_audit, wanted=AuditFilter(), reason="Curious")
    with pytest.raises(Forbidden):
        other.call(reporting.read_audit_export, uuid4())


def test_guests_are_asked_to_sign_in(site):
    with pytest.raises(NotAuthenticated):
        Nobody().call(reporting.list_audit)


def test_a_row_names_who_whom_what_and_both_sides(root):
    sam = person("Sam")
    root.call(user.grant_role, sam.id, role="moderator", reason="Helps")
    (row,) = root.call(reporting.list_audit).rows
    assert (row.actor_kind, row.actor_name, row.actor_id) == ("person", "Root", str(root.id))
    assert (row.person_name, row.person_id, row.subject_id) == ("Sam", str(sam.id), str(sam.id))
    assert (row.action, row.reason, row.ip) == ("role:grant", "Helps", "192.0.2.1")
    change = row.changes[0]
    assert (change.name, change.before, change.after) == ("moderator", "false", "true")
    assert len(row.correlation_id) == 16


def test_it_is_found_by_who_whom_what_when_and_request(root):
    ada, sam = instructor("Ada"), person("Sam")
    maps = published(ada, "Maps of the sea")
    mia = person("Mia", Role.moderator)
    root.call(user.suspend_user, sam.id, reason="Spam")
    mia.call(course.take_down_course, maps.id, reason="Music")
    down, suspended = ["course:take_down"], ["user:suspend"]
    assert acts(root) == down + suspended
    assert acts(root, actor=str(mia.id)) == acts(root, actor="mia") == down
    assert acts(root, actor=root.email.upper()) == suspended
    assert acts(root, actor="root@exam") == []  # no address is guessed letter by letter
    assert acts(root, target=str(sam.id)) == acts(root, target="Sam") == suspended
    assert acts(root, target="the sea") == acts(root, target=str(maps.id)) == down
    assert acts(root, target=str(ada.id)) == down  # it concerns whom the course is of
    assert acts(root, action="user:suspend") == suspended
    assert acts(root, action="nothing:such") == []
    known = root.call(reporting.list_audit).rows[0].correlation_id
    assert acts(root, correlation=known) == acts(root, correlation=f" {known.upper()} ") == down
    assert acts(root, actor="Root", target="Sam", action="user:suspend") == suspended
    assert acts(root, actor="100%") == acts(root, actor="a\0b") == []


def test_days_are_those_of_the_sites_clock_and_both_count(site, root):
    sam = person("Sam")
    root.call(user.suspend_user, sam.id, reason="Spam")
    with site.engine.connect() as connection:
        today = connection.execute(
            sa.text("SELECT (created_at AT TIME ZONE 'Asia/Seoul')::date::text FROM audit_entry")
        ).scalar_one()
    assert acts(root, since=today, until=today) == ["user:suspend"]
    assert acts(root, since="2999-01-01") == acts(root, until="2000-01-01") == []
    assert acts(root, since="yesterday", until="9999-12-31") == ["user:suspend"]


def test_pages_follow_one_another_without_a_gap_or_a_double(site, root):
    many(site, root, 120)
    seen, before, sizes = [], "", []
    while True:
        page = root.call(reporting.list_audit, before=before)
        seen += [row.id for row in page.rows]
        sizes.append(len(page.rows))
        before = page.older
        if not before:
            break
    assert sizes == [50, 50, 20]
    assert len(set(seen)) == 120
    assert [r.id for r in root.call(reporting.list_audit, before="no such place").rows] == seen[:50]


@pytest.mark.parametrize("wanted", [{}, {"actor": "Root"}, {"target": "Sam", "action": "x"}])
def test_a_page_is_one_query_however_many_entries_there_are(site, root, wanted):
    counts = []
    for number in (1, 60):
        many(site, root, number)
        root.call(reporting.list_audit)  # who asks is known by now
        with counted_statements() as sent:
            root.call(reporting.list_audit, wanted=AuditFilter(**wanted))
        counts.append(sum("FROM audit_entry" in statement for statement in sent))
    assert counts == [1, 1]
    assert len(sent) <= 3  # the read-only transaction and who asks


INDEXED = {
    "ix_audit_entry_created_at": "true",
    "ix_audit_entry_actor_id": "actor_id = '{id}'",
    "ix_audit_entry_person_id": "person_id = '{id}'",
    "ix_audit_entry_subject_id": "subject_id = '{id}'",
    "ix_audit_entry_action": "action = 'nothing:such'",
    "ix_audit_entry_correlation_id": "correlation_id = 'nothing'",
}


@pytest.mark.parametrize("index", INDEXED)
def test_every_filter_has_an_index(site, root, index):
    many(site, root, 3000)
    condition = INDEXED[index].format(id=uuid4())
    with site.engine.connect() as connection:
        connection.execute(sa.text("ANALYZE audit_entry"))
        plan = connection.execute(
            sa.text(
                f"EXPLAIN SELECT * FROM audit_entry WHERE {condition}"  # noqa: S608
                " ORDER BY created_at DESC, id DESC LIMIT 51"
            )
        ).scalars()
        assert index in "\n".join(plan)


def test_a_persons_history_has_what_was_done_to_what_is_theirs(root):
    ada = instructor("Ada")
    maps = published(ada, "Maps")
    root.call(course.take_down_course, maps.id, reason="Music")
    assert [act.action for act in root.call(reporting.get_person, ada.id).acts] == [
        "course:take_down"
    ]


def test_taking_it_along_asks_for_a_proof_and_a_reason(root):
    with later(minutes=6), pytest.raises(StepUpNeeded):
        root.call(reporting.export_audit, wanted=AuditFilter(), reason="Review")
    with pytest.raises(InvalidInput):
        root.call(reporting.export_audit, wanted=AuditFilter(), reason=" ")
    assert acts(root) == []


def exported(root, **wanted) -> str:
    return root.call(reporting.export_audit, wanted=AuditFilter(**wanted), reason="Review")


def file_of(who, export_id: str):
    return client(who).get(f"/api/audit/{export_id}", follow_redirects=False)


def lines(answer) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_the_file_has_what_the_filter_finds_and_no_formula(root):
    sam, kim = person("=SUM"), person("Kim")
    root.call(user.suspend_user, sam.id, reason="@SUM(1)")
    root.call(user.suspend_user, kim.id, reason="Spam")
    answer = file_of(root, exported(root, target=str(sam.id)))
    heads, row = lines(answer)
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert len(heads) == len(row) == 14
    assert {"'=SUM", "'@SUM(1)", "user:suspend"} <= set(row)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_the_file_is_written_down_with_what_was_asked_for(root):
    root.call(user.suspend_user, person("Sam").id, reason="Spam")
    exported(root, action="user:suspend")
    row = root.call(reporting.list_audit).rows[0]
    assert (row.action, row.reason, row.actor_name) == ("audit:export", "Review", "Root")
    found = {change.name: change.after for change in row.changes}
    assert found == {"rows": "1", "action": "user:suspend"}


def test_a_long_file_comes_whole_in_parts(site, root):
    many(site, root, 2300)
    rows = lines(file_of(root, exported(root)))
    assert len(rows) == 2301
    assert len({row[10] for row in rows[1:]}) == 2300


def test_the_file_is_its_administrators_alone_and_for_ten_minutes(root):
    export_id = exported(root)
    other = person("Second", Role.admin)
    assert file_of(other, export_id).status_code == 404
    assert file_of(person("Mia", Role.moderator), export_id).status_code == 403
    assert file_of(None, export_id).status_code == 303
    with later(minutes=11), pytest.raises(NotFound):
        root.call(reporting.read_audit_export, export_id)


def test_an_address_that_is_asked_for_is_never_written_down(site, root):
    """The log cannot be changed: what stands in it would outlive the account."""
    sam, kim = person("Sam"), person("Kim")
    root.call(user.suspend_user, sam.id, reason="Spam of Sam")
    root.call(user.suspend_user, kim.id, reason="Spam of Kim")
    file = file_of(root, exported(root, target="SAM@example.com")).text
    assert "Spam of Sam" in file
    assert "Spam of Kim" not in file
    exported(root, actor="nobody@example.com", target="Kim")
    unknown, known = root.call(reporting.list_audit).rows[:2]
    asked = [{one.name: one.after for one in row.changes} for row in (unknown, known)]
    assert asked == [
        {"rows": "0", "actor": "no••••@example.com", "target": "Kim"},
        {"rows": "1", "target": str(sam.id)},
    ]
