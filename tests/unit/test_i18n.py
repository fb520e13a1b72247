"""Words, particles, numbers and times in both languages."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from lms_app import i18n
from lms_app.i18n import catalog

NOW = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)


def test_a_text_is_filled_and_counts_in_english_agree():
    assert i18n.lookup("course.lessons", "ko", count=1200) == "1,200강"
    assert i18n.lookup("course.lessons", "en", count=1) == "1 lesson"
    assert i18n.lookup("course.lessons", "en", count=1200) == "1,200 lessons"


# They speak of the course as well.
OF_BOTH = {"home.player_label", "home.first_text", "curriculum.empty_text"}


def test_in_korean_a_lesson_is_not_called_a_course():
    lesson, course = (
        re.compile(r"\blessons?\b", re.IGNORECASE),
        re.compile(r"\bcourses?\b", re.IGNORECASE),
    )
    wrong = {
        key
        for key, (korean, english) in catalog.texts().items()
        if lesson.search(english) and not course.search(english) and "강의" in korean
    }
    assert wrong == OF_BOTH
    assert "강의가" not in i18n.lookup("error.published_needs_lesson", "ko")


def test_in_english_one_is_not_many():
    counted = re.compile(
        r"\{(?!maximum|minimum|total|names)\w+\} (courses|lessons|instructors|students|files|seconds)\b"
    )
    assert [key for key, (_, text) in catalog.texts().items() if counted.search(text)] == []
    one = i18n.lookup("home.counts", "en", courses=1, lessons=1, instructors=1)
    assert one == "1 course · 1 lesson · 1 instructor"


def test_a_long_wait_is_told_in_minutes():
    assert "60초" in i18n.lookup("error.rate_limited", "ko", seconds=60)
    assert "15분" in i18n.lookup("error.rate_limited", "ko", seconds=841)
    assert (
        i18n.lookup("error.rate_limited", "en", seconds=120)
        == "Too many tries. Please wait 2 minutes."
    )


def test_an_unknown_key_names_itself():
    with pytest.raises(KeyError, match=r"no\.such\.text"):
        i18n.lookup("no.such.text")


@pytest.mark.parametrize(
    ("word", "particle", "expected"),
    [
        ("한지우", "이/가", "한지우가"),
        ("강무진", "이/가", "강무진이"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        ("Margin", "을/를", "Margin을"),
        ("React 19", "은/는", "React 19는"),
        ("3", "을/를", "3을"),
        ("", "을/를", "를"),
    ],
)
def test_particles_follow_the_last_sound(word, particle, expected):
    assert i18n.josa(word, particle) == expected


@pytest.mark.parametrize(
    ("seconds", "korean", "english"),
    [
        (45, "45초", "45s"),
        (2580, "43분", "43m"),
        (7200, "2시간", "2h"),
        (45_600, "12시간 40분", "12h 40m"),
    ],
)
def test_durations_in_words(seconds, korean, english):
    assert i18n.duration(seconds, "ko") == korean
    assert i18n.duration(seconds, "en") == english


def test_times_are_written_in_the_site_s_zone():
    late = dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)
    assert i18n.date(late, "ko") == "2026. 11. 23."
    assert i18n.date(late, "en") == "Nov 23, 2026"
    assert i18n.date_time(late, "ko") == "2026. 11. 23. 01:30"


@pytest.mark.parametrize(
    ("ago", "korean", "english"),
    [
        (dt.timedelta(seconds=20), "방금", "just now"),
        (dt.timedelta(minutes=3), "3분 전", "3m ago"),
        (dt.timedelta(hours=30), "1일 전", "1d ago"),
        (dt.timedelta(days=40), "2026. 10. 14.", "Oct 14, 2026"),
    ],
)
def test_how_long_ago(ago, korean, english):
    assert i18n.relative_time(NOW - ago, NOW, "ko") == korean
    assert i18n.relative_time(NOW - ago, NOW, "en") == english


def test_places_and_sizes():
    assert i18n.clock(198) == "03:18"
    assert i18n.clock(3725) == "1:02:05"
    assert i18n.file_size(420_000) == "420 kB"
    assert i18n.file_size(1_200_000_000) == "1.2 GB"
