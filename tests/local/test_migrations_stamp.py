"""Knowing whether there is anything to migrate."""

from lms_app.local.migrations import Migrations


def test_a_database_that_does_not_answer_is_left_to_the_migration_to_explain(tmp_path):
    (tmp_path / "migrated.txt").write_text("something")
    nobody = Migrations(tmp_path, "postgresql+psycopg://margin:x@127.0.0.1:9/margin")
    assert not nobody.are_applied()
