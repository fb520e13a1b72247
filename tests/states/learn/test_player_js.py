"""The player's browser code where it is plain arithmetic, run by the Node it is built with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lms_app.components.vendor.player_js import ahead, progress, shared, transcript, wishes

NODE = Path(sys.prefix, "bin", "node")
# What only a browser has. Effects run once; reports are answered when the test says so.
BROWSER = """
const useRef = (current) => ({ current }), useState = null, PLAYLIST = "/lists/{id}";
const useEffect = (run) => { run(); };
const document = new EventTarget(), window = new EventTarget();
const sent = [];
const fetch = (url, { body }) => new Promise((answer) => sent.push({
  ...JSON.parse(body),
  answer: async (credit, status = 200) => {
    answer({ ok: status === 200, status, json: async () => credit });
    for (let turn = 0; turn < 9; turn += 1) await null;
  },
}));
// A player of a page, and what the page was told.
const watching = () => {
  const video = { played: { length: 1, start: () => 0, end: () => 9 }, currentTime: 9 };
  const el = { querySelector: () => video };
  const told = [], refused = [];
  const progress = useProgress({ current: { el, paused: true } }, { current: true }, {
    reports: true, onLessonDone: (id) => told.push(id), onRefused: (status) => refused.push(status),
  });
  return { progress, told, refused };
};
"""


def pure(source: str) -> str:
    """The part without JSX, as a script."""
    return source.split("function scrollerOf", maxsplit=1)[0].replace("export ", "")


def run(expression: str) -> object:
    """What the expression, or the promise it is, comes to."""
    parts = [BROWSER, *(pure(part.JS) for part in (shared, ahead, progress, transcript))]
    parts.append(wishes.JS.split("function takeWishes", maxsplit=1)[0].replace("export ", ""))
    last = "(found) => { console.log(JSON.stringify(found)); process.exit(); }"
    script = "\n".join([*parts, f"Promise.resolve({expression}).then({last});"])
    done = subprocess.run(
        [NODE, "-"], input=script, capture_output=True, text=True, check=True, timeout=30
    )
    return json.loads(done.stdout)


def test_ranges_are_joined_where_they_touch_and_kept_apart_where_a_seek_was():
    assert run("mergeRanges([[20, 21], [0, 5], [4, 9], [9.02, 10], [30, 30]])") == [
        [0, 10],
        [20, 21],
    ]


def test_a_report_holds_the_longest_ranges_in_order():
    assert run("fewest([[0, 9], [10, 11], [20, 25]], 2)") == [[0, 9], [20, 25]]


def test_a_report_says_the_lesson_the_ranges_and_the_place():
    body = run(
        "(() => { const m = new Meter({lessonId: 'x'});"
        " m.read({played: {length: 1, start: () => 1.00049, end: () => 2.5}, currentTime: 2.5});"
        " return JSON.parse(m.body()); })()"
    )
    assert body == {"lesson_id": "x", "played": [[1, 2.5]], "position_seconds": 2.5}


def test_what_was_read_stays_when_the_browser_starts_a_new_record():
    played = run(
        "(() => { const m = new Meter({lessonId: 'x'}); const video = (a, b) =>"
        " ({played: {length: b ? 1 : 0, start: () => a, end: () => b}, currentTime: b ?? 0});"
        " m.read(video(0, 4)); m.read(video()); m.read(video(8, 9)); return m.ranges; })()"
    )
    assert played == [[0, 4], [8, 9]]


def test_nothing_is_reported_before_something_played():
    assert run(
        "(() => { const m = new Meter({lessonId: 'x'});"
        " m.read({played: {length: 0}, currentTime: 0}); return m.isTouched; })()"
    ) is False  # fmt: skip


@pytest.mark.parametrize(("second", "line"), [(0, -1), (1, 0), (4.9, 0), (5, 1), (7, 1), (99, 2)])
def test_the_spoken_line_is_the_last_that_has_begun(second, line):
    lines = [{"start": 1}, {"start": 5}, {"start": 9}]
    assert run(f"lineAt({json.dumps(lines)}, {second})") == line


@pytest.mark.parametrize(("seconds", "text"), [(0, "00:00"), (198.9, "03:18"), (3725, "1:02:05")])
def test_times_are_written_as_everywhere(seconds, text):
    assert run(f"clockText({seconds})") == text


ROW = {
    "id": "x", "title": "X", "kind": "video", "duration_seconds": 60, "resume_seconds": 4.5,
    "state": "done", "is_open": True,
}  # fmt: skip


def ahead_of(asked: str, *rows: dict[str, object]) -> object:
    return run(f"aheadOf([{{lessons: []}}, {{lessons: {json.dumps(rows)}}}], {json.dumps(asked)})")


def test_a_lesson_of_the_list_can_be_opened_from_what_the_list_says():
    assert ahead_of("x", {**ROW, "id": "y"}, ROW) == {
        "lessonId": "x", "src": "/lists/x", "title": "X", "resumeSeconds": 4.5, "isDone": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    "what", [{"kind": "article"}, {"duration_seconds": 0}, {"is_open": False}, {"id": "y"}]
)
def test_a_lesson_without_a_video_or_a_way_in_waits_for_the_server(what):
    assert ahead_of("x", {**ROW, **what}) is None


def test_a_lesson_watched_in_this_tab_waits_for_the_server():
    assert (
        run(f"(watched.set('x', {{}}), aheadOf([{{lessons: [{json.dumps(ROW)}]}}], 'x'))") is None
    )


@pytest.mark.parametrize(
    ("href", "lesson"),
    [
        ("/learn/a?l=7", "7"),
        ("?l=7", "7"),
        ("/learn/a", ""),
        ("/learn/b?l=7", ""),
        ("//x.y/learn/a", ""),
    ],
)
def test_the_lesson_of_an_address_is_one_of_this_course(href, lesson):
    assert run(f"lessonIn({json.dumps(href)}, 'http://site/learn/a?l=1')") == lesson


def test_a_lesson_whose_last_report_comes_late_leaves_the_next_one_its_word():
    """A is finished, the next one opened at once; A's answer arrives while B plays."""
    assert run("""(async () => {
      const { progress, told } = watching();
      progress.open({ lessonId: "a", isDone: false });
      progress.open({ lessonId: "b", isDone: false });
      await sent[0].answer({ lesson_done: true });
      const first = [...told];
      progress.report();
      await sent[1].answer({ lesson_done: true });
      progress.report();
      await sent[2].answer({ lesson_done: true });
      return [sent.map((report) => report.lesson_id), first, told];
    })()""") == [["a", "b", "b"], ["a"], ["a", "b"]]


def test_what_was_done_before_is_not_told_again_nor_when_its_video_is_replaced():
    assert run("""(async () => {
      const { progress, told } = watching();
      progress.open({ lessonId: "a", isDone: true });
      progress.report();
      await sent[0].answer({ lesson_done: true });
      progress.open({ lessonId: "b", isDone: false });
      progress.report();
      await sent[2].answer({ lesson_done: true });
      progress.again();
      progress.report();
      await sent[3].answer({ lesson_done: true });
      return [sent.map((report) => report.lesson_id), told];
    })()""") == [["a", "a", "b", "b"], ["b"]]


def test_a_report_of_the_lesson_before_that_is_refused_stops_no_other():
    assert run("""(async () => {
      const { progress, refused } = watching();
      progress.open({ lessonId: "a", isDone: false });
      progress.open({ lessonId: "b", isDone: false });
      await sent[0].answer({}, 404);
      const first = [...refused];
      progress.report();
      await sent[1].answer({}, 403);
      return [first, refused];
    })()""") == [[], [403]]


def test_a_list_read_after_the_last_report_was_answered_is_exact_again():
    """Not one that was asked for before, nor while a report was on its way."""
    rows = json.dumps([{"lessons": [ROW, {**ROW, "id": "y"}]}])
    assert run(f"""(async () => {{
      const {{ progress }} = watching();
      const ways = () => ["x", "y"].map((id) => aheadOf({rows}, id)?.lessonId ?? "waits");
      progress.open({{ lessonId: "x", isDone: false }});
      progress.report();
      const asked = performance.now();
      progress.open({{ lessonId: "y", isDone: false }});
      await sent[0].answer({{}});
      forgetWatched(performance.now() + 1);
      const onItsWay = ways();
      await sent[1].answer({{}});
      forgetWatched(asked);
      const askedBefore = ways();
      forgetWatched(performance.now() + 1);
      return [onItsWay, askedBefore, ways()];
    }})()""") == [["waits", "y"], ["waits", "y"], ["x", "y"]]


@pytest.mark.parametrize(
    ("trouble", "while_awaited"),
    [("refused", ""), ("signed_out", ""), ("failed", "failed"), ("retrying", "retrying"), ("", "")],
)
def test_only_a_refusal_is_left_to_the_page_and_only_for_a_while(trouble, while_awaited):
    assert run(f"[toldOf({trouble!r}, true), toldOf({trouble!r}, false)]") == [
        while_awaited,
        trouble,
    ]


@pytest.mark.parametrize(
    ("what", "moves"),
    [
        ({}, True),
        ({"at": 1.5}, True),
        ({"to": 4}, False),
        ({"at": 200, "to": 197}, False),
        ({"at": 2.5}, False),
        ({"hasChosen": True}, False),
    ],
)
def test_the_servers_place_is_gone_to_unless_somebody_chose_one_or_plays_on(what, moves):
    case = {"start": 0, "at": 0, "to": 40, "hasChosen": False, **what}
    assert run(f"isToMove({json.dumps(case)})") is moves


WISH = {"speed_percent": 150, "captions_language": "ko", "captions_size": "large", "is_set": True}


@pytest.mark.parametrize(
    ("captions", "expected"),
    [
        ("ko", {"volume": 0.4, "rate": 1.5, "captions": True, "lang": "ko"}),
        ("off", {"volume": 0.4, "rate": 1.5, "captions": False}),
        ("", {"volume": 0.4, "rate": 1.5}),
    ],
)
def test_what_the_settings_wish_goes_into_what_the_player_remembers(captions, expected):
    wished = json.dumps({**WISH, "captions_language": captions})
    assert run(f"withWishes({{volume: 0.4}}, {wished})") == expected
