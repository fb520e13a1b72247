"""The note about parts that keep ending."""

from lms_app.core import unwell


def test_what_is_told_is_read_until_all_is_well(tmp_path):
    assert unwell.read(tmp_path) == {}
    unwell.tell(tmp_path, {"worker-default": 3})
    assert unwell.read(tmp_path) == {"worker-default": 3}
    unwell.tell(tmp_path, {})
    assert unwell.read(tmp_path) == {}
    unwell.tell(tmp_path / "nowhere", {"web": 1})
    (tmp_path / "unwell.json").write_text("{")
    assert unwell.read(tmp_path) == {}
