"""Captions as they are kept and told: no text of a cue is read as anything but its text."""

from uuid import UUID, uuid4

import pytest

from lms_app import composition
from lms_app.core import clock
from lms_app.core.errors import InvalidInput
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset, MediaStatus
from lms_app.services import media
from tests.factories.people import Person, as_system, instructor

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada() -> Person:
    return instructor("Ada")


@pytest.fixture
def asset_id(ada) -> UUID:
    asset = MediaAsset(
        id=uuid4(), owner_id=ada.id, filename="a.mp4", content_type="video/mp4", size_bytes=5,
        source_key="sources/a", status=MediaStatus.uploaded, queued_at=clock.now(),
    )  # fmt: skip
    as_system(media.add_imported, asset)
    return asset.id


def told(asset_id: UUID) -> str:
    with begin(composition.implementations().engine, read_only=True) as uow:
        [track] = media.list_captions(uow, asset_id)
        return media.to_vtt(track)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("two\n\nparts", "two\nparts"),
        ("two\r\n \t\r\n\r\nparts", "two\nparts"),
        ("two\r\rparts", "two\nparts"),
        ("two\u2028\u2028parts", "two parts"),
        ("\n\n  alone \n", "alone"),
        ("one\n\n9\n00:00:05.000 --> 00:00:09.000\nforged", None),
    ],
)
def test_a_blank_line_in_a_cue_does_not_end_it(ada, asset_id, typed, kept):
    cues = [{"start": 0, "end": 2, "text": typed}, {"start": 2, "end": 4, "text": "next"}]
    ada.call(media.save_captions, asset_id, language="en", cues=cues)
    head, first, second = told(asset_id).strip().split("\n\n")
    assert head == "WEBVTT"
    number, times, *lines = first.split("\n")
    assert (number, times) == ("1", "00:00:00.000 --> 00:00:02.000")
    assert second == "2\n00:00:02.000 --> 00:00:04.000\nnext"
    assert all("-->" not in line for line in lines)
    if kept is not None:
        assert "\n".join(lines) == kept


def test_captions_out_of_bounds_are_refused(ada, asset_id):
    for cue in (
        {"start": 2, "end": 2, "text": "no time"},
        {"start": 0, "end": 2, "text": "x" * 501},
    ):
        with pytest.raises(InvalidInput):
            ada.call(media.save_captions, asset_id, language="en", cues=[cue])


def test_a_caption_for_the_player_survives_being_read_as_markup(ada, asset_id):
    """Its library decodes entities once and gives the rest to innerHTML (X01)."""
    cues = [{"start": 0, "end": 2, "text": "<img src=x onerror=alert(1)> Q&A"}]
    ada.call(media.save_captions, asset_id, language="en", cues=cues)
    with begin(composition.implementations().engine, read_only=True) as uow:
        [track] = media.list_captions(uow, asset_id)
        assert "&lt;img src=x onerror=alert(1)> Q&amp;A" in media.to_vtt(track)
        assert "&amp;lt;img src=x onerror=alert(1)> Q&amp;A" in media.to_player_vtt(track)
