"""A copy of one's data: all that is theirs, nothing of anybody else's, no credential."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from lms_app import composition, i18n
from lms_app.core import clock
from lms_app.core.errors import NotFound, RateLimited
from lms_app.db import person_rows
from lms_app.models.personal import Pii
from lms_app.services import privacy, user
from lms_app.services.privacy import archive, archive_page
from tests.factories import canary
from tests.factories.people import as_system, person


def copy_of(site, somebody, export_id) -> zipfile.ZipFile:
    as_system(privacy.build_export, export_id)
    key = somebody.call(privacy.find_export, export_id)
    return zipfile.ZipFile(io.BytesIO(site.objects.get_bytes(key)))


@pytest.fixture
def both(site):
    """Two people with a row in every table; what is in them says whose it is."""
    sam, kim, _ = _filled(site)
    return sam, kim


def _filled(site):
    sam, kim = person("Sam"), person("Kim")
    with Session(site.engine) as session:
        written = canary.fill(session, sam.id, "sams")
        canary.fill(session, kim.id, "kims")
        session.execute(sa.text("DELETE FROM data_export"))
        session.commit()
    return sam, kim, written


def test_a_copy_has_every_labelled_value_whatever_its_type(site):
    sam, _, written = _filled(site)
    packed = copy_of(site, sam, sam.call(privacy.request_export))
    compared = 0
    for table, column, kind in person_rows.labels():
        given = written[table.name]
        if table.name == "data_export" or column.name not in given:
            continue
        (key,) = (c.name for c in table.primary_key.columns)
        rows = json.loads(packed.read(f"data/{table.name}.json"))
        (row,) = (row for row in rows if row[key] == str(given[key]))
        if kind in {Pii.none, Pii.credential}:
            assert column.name not in row, f"{table.name}.{column.name}"
            continue
        told, wanted = row[column.name], given[column.name]
        if isinstance(wanted, sa.TextClause):  # a range of seconds
            wanted = [[0, 5]]
        assert told == json.loads(json.dumps(archive._plain(wanted))), f"{table.name}.{column.name}"
        compared += 1
    assert compared >= 100


def test_a_copy_has_every_labelled_text_of_its_person_and_none_of_another(site, both):
    sam, _ = both
    asked = sam.call(privacy.request_export)
    packed = copy_of(site, sam, asked)
    whole = "\n".join(packed.read(name).decode() for name in packed.namelist())
    assert "kims" not in whole
    for table, column, kind in person_rows.labels():
        text = (
            f"sams-{column.name}"
            if table.name == "user_account"
            else (f"sams-{table.name}-{column.name}")
        )
        if (
            not person_rows.is_text(column)
            or column.name == "language"
            or table.name == "data_export"
        ):
            continue
        is_said = kind not in {Pii.none, Pii.credential}
        assert (text[: getattr(column.type, "length", None) or 200] in whole) is is_said, (
            f"{table.name}.{column.name}"
        )


def test_a_copy_can_be_read_by_people_and_by_programs(site, both):
    sam, _ = both
    packed = copy_of(site, sam, sam.call(privacy.request_export))
    page = packed.read("index.html").decode()
    assert '<section id="user_account">' in page
    assert "내 데이터" in page
    assert "Your data" not in page
    (account,) = json.loads(packed.read("data/user_account.json"))
    assert account["display_name"] == "sams-display_name"
    rows = list(
        csv.DictReader(io.StringIO(packed.read("data/user_account.csv").decode("utf-8-sig")))
    )
    assert rows[0]["email"] == "sams-email"


def test_a_name_that_is_a_formula_stays_a_name(site):
    sam = person("Sam")
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE user_account SET display_name = :n"), {"n": '=HYPERLINK("http://x")'}
        )
    packed = copy_of(site, sam, sam.call(privacy.request_export))
    assert "'=HYPERLINK" in packed.read("data/user_account.csv").decode("utf-8-sig").replace(
        '""', '"'
    )
    assert "<script" not in packed.read("index.html").decode()


@pytest.mark.parametrize("start", [*"=+-@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20"])
def test_no_cell_begins_like_a_formula(start):
    assert archive._cell(f"{start}1+1") == f"'{start}1+1"


def test_one_copy_at_a_time_and_one_in_ten_minutes(site):
    sam = person("Sam")
    first = sam.call(privacy.request_export)
    assert sam.call(privacy.request_export) == first
    as_system(privacy.build_export, first)
    as_system(privacy.build_export, first)  # a job delivered twice
    with pytest.raises(RateLimited):
        sam.call(privacy.request_export)


def test_a_copy_whose_job_got_lost_is_asked_for_again(site):
    sam = person("Sam")
    first = sam.call(privacy.request_export)
    asked = "SELECT count(*) FROM outbox_message WHERE event = 'DataExportRequested'"
    with site.engine.begin() as connection:
        back = "UPDATE data_export SET created_at = created_at - interval '11 minutes'"
        connection.execute(sa.text(back))
    assert sam.call(privacy.request_export) == first
    with site.engine.connect() as connection:
        assert connection.execute(sa.text(asked)).scalar() == 2


def test_nobody_else_gets_it_and_nobody_after_a_day(site):
    sam, kim = person("Sam"), person("Kim")
    export = sam.call(privacy.request_export)
    with pytest.raises(NotFound):
        sam.call(privacy.find_export, export)
    as_system(privacy.build_export, export)
    key = sam.call(privacy.find_export, export)
    with pytest.raises(NotFound):
        kim.call(privacy.find_export, export)
    assert as_system(privacy.remove_expired_exports) == 0
    later = clock.now() + timedelta(hours=25)
    with clock.frozen(lambda: later):
        with pytest.raises(NotFound):
            sam.call(privacy.find_export, export)
        assert as_system(privacy.remove_expired_exports) == 1
    assert site.objects.list_keys(key) == []


def test_the_owner_is_told_by_mail_once(site):
    sam = person("Sam")
    export = sam.call(privacy.request_export)
    for _ in range(2):
        as_system(privacy.build_export, export)
    with composition.implementations().engine.connect() as connection:
        count = connection.execute(
            sa.text("SELECT count(*) FROM mail_message WHERE template = 'export_ready'")
        ).scalar()
    assert count == 1


def test_every_table_column_and_state_of_a_copy_has_words_in_both_languages():
    known = i18n.texts()
    for table in SQLModel.metadata.sorted_tables:
        if not table.info.get("person"):
            continue
        assert f"export.table.{table.name}" in known
        said = person_rows.columns_of(table)
        for name in archive_page.shown_columns(said):
            assert f"export.column.{name}" in known, f"{table.name}.{name}"
        for column in table.columns:
            if isinstance(column.type, sa.Enum) and column.name in said:
                assert {f"export.value.{x}" for x in column.type.enums} <= known.keys(), column


def test_a_copy_has_the_picture_and_is_in_the_language_of_its_person(site):
    sam = person("Sam")
    named = "0123456789abcdef0123456789abcdef"
    site.objects.put_bytes(f"avatars/{named}.webp", b"face", "image/webp")
    as_system(user.record_avatar, sam.id, avatar=named)
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET language = 'en'"))
    packed = copy_of(site, sam, sam.call(privacy.request_export))
    assert packed.read("picture.webp") == b"face"
    page = packed.read("index.html").decode()
    assert "Your data" in page
    assert "내 데이터" not in page


def test_what_people_wrote_is_no_part_of_the_page(site):
    sam = person("Sam")
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE user_account SET display_name = :n"), {"n": "<script>alert(1)</script>"}
        )
    page = copy_of(site, sam, sam.call(privacy.request_export)).read("index.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_copies_and_pictures_that_no_row_names_go_after_a_day(site):
    sam = person("Sam")
    export = sam.call(privacy.request_export)
    as_system(privacy.build_export, export)
    kept = sam.call(privacy.find_export, export)
    stray = f"people/{sam.id}/exports/{sam.id}.zip"
    for key in (stray, "avatars/ffffffffffffffffffffffffffffffff.webp"):
        site.objects.put_bytes(key, b"lost", "application/zip")
    assert as_system(privacy.remove_strays) == 0
    later = clock.now() + timedelta(hours=25)
    with clock.frozen(lambda: later):
        assert as_system(privacy.remove_strays) >= 2
    assert site.objects.list_keys(f"people/{sam.id}/") == [kept]
