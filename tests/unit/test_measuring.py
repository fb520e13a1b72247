"""The arithmetic of the benchmarks: medians, void samples, the table. Nothing here is timed."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from benchmarks import report
from benchmarks.__main__ import FIGURES, about, arguments
from benchmarks.measuring import (
    MOST_FOREIGN,
    Measurement,
    Pair,
    Sample,
    Watch,
    alternate,
    cpu_seconds,
    family,
    of_pairs,
    of_samples,
    repeat,
)

BUSY = MOST_FOREIGN + 0.1


def pair(ours: float, reference: float, foreign: float = 0.0) -> Pair:
    return Pair(Sample(ours, foreign), Sample(reference))


def test_the_ratio_is_the_median_of_the_pairs_not_of_the_sides():
    row = of_pairs("cpu", "s", [pair(10, 10), pair(30, 20), pair(100, 50)], goal=1.5)
    assert (row.ours, row.reference, row.value) == (30, 20, 1.5)
    assert row.is_met


def test_a_goal_may_be_about_ours_alone():
    row = of_pairs("page", "ms", [pair(1.2, 0.1)], goal=1.3, is_ratio=False)
    assert (row.value, row.is_met) == (1.2, True)


def test_void_pairs_count_only_when_there_are_no_others():
    pairs = [pair(90, 10, BUSY), pair(20, 10), pair(22, 10)]
    row = of_pairs("cpu", "s", pairs, goal=3)
    assert (row.value, row.valid, row.taken) == (2.1, 2, 3)
    busy = of_pairs("cpu", "s", pairs[:1], goal=3)
    assert (busy.value, busy.valid, busy.is_judged) == (9, 0, False)
    assert report.verdict(busy) == "no, busy"


def test_a_pair_is_void_by_either_side():
    assert not Pair(Sample(1), Sample(1, BUSY)).is_valid
    assert not Pair(Sample(1, BUSY), Sample(1)).is_valid


def test_samples_give_their_median_and_how_loaded_the_machine_was():
    row = of_samples("weight", "KB", [Sample(3, 0.1), Sample(9, BUSY), Sample(5, 0.2)], 4)
    assert (row.value, row.valid, row.taken, row.foreign) == (4, 2, 3, 0.2)
    assert row.is_met


def test_turns_are_taken_until_enough_pairs_are_valid():
    order: list[str] = []
    loads = iter([BUSY, 0.0, 0.0])

    def ours() -> Sample:
        order.append("ours")
        return Sample(2, next(loads))

    def reference() -> Sample:
        order.append("reference")
        return Sample(1)

    assert len(alternate(ours, reference, 2)) == 3
    assert order == ["ours", "reference"] * 3


def test_a_machine_that_stays_busy_ends_the_turns():
    assert len(repeat(lambda: Sample(1, BUSY), 3)) == 6


def test_a_family_is_everything_below_its_roots():
    table = {1: (0, 1.0), 2: (1, 1.0), 3: (2, 1.0), 4: (1, 1.0), 5: (9, 1.0)}
    assert family([2, 7], table) == {2, 3}
    assert family([1], table) == {1, 2, 3, 4}


def test_the_watch_sees_this_process_work_and_does_not_call_it_foreign():
    before = cpu_seconds(os.getpid())
    with Watch([os.getpid()]) as watch:
        while cpu_seconds(os.getpid()) - before < 0.1:
            sum(range(10_000))
    assert watch.cpu >= 0.05
    assert 0 <= watch.foreign <= 1


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (0, "0.00"), (0.0123, "0.0123"), (1.148, "1.15"), (33.333, "33.3"),
     (1234.5, "1234"), (-0.002, "-0.0020")],
)  # fmt: skip
def test_numbers_keep_three_figures_that_count(value, text):
    assert report.number(value) == text


def test_the_page_has_every_row_and_how_it_was_taken():
    row = of_pairs("a | b", "ms", [pair(3, 2)], goal=1.3, note="plain files")
    taken = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    figures = {"click": report.Figure((row,), taken, 1.5)}
    text = report.page(figures, {"click": "From the click."})
    assert "| a \\| b | ms | 3.00 | 2.00 | 1.50 | ≤ 1.30 | no | 1 of 1 | 0% |" in text
    assert "### click\n\nFrom the click.\n\n- a | b: plain files\n\nTaken 2026-11-23 09:00" in text
    assert report.plain_table([row]).count("\n") == 1


def test_figures_survive_being_kept(tmp_path):
    row = Measurement("x", "KB", 1.0, goal=2.0, value=1.0, valid=1, taken=1)
    kept = {"x": report.Figure((row,), datetime(2026, 11, 23, tzinfo=UTC), 0.5)}
    report.save(tmp_path / "figures.json", kept)
    assert report.load(tmp_path / "figures.json") == kept
    assert report.load(tmp_path / "none.json") == {}


def test_every_figure_can_be_asked_for_and_says_how_it_is_taken():
    assert arguments(["event", "--samples", "1"]).names == ["event"]
    assert all(about(name).endswith(".") for name in FIGURES)
    with pytest.raises(SystemExit):
        arguments(["speed"])
