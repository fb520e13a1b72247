"""Notes in the browser: nothing typed is lost, nothing is sent twice as two. Run by Node."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from lms_app.components.vendor.player_js import marks, notepad, shared

NODE = Path(sys.prefix, "bin", "node")
# What only a browser has. Requests are answered when the test says so; nothing waits for a clock.
BROWSER = """
const useRef = null, useEffect = null, NOTES = "/notes";
const stored = {};
const localStorage = {};
Object.defineProperties(localStorage, {
  getItem: { value: (name) => stored[name] ?? null },
  setItem: { value: (name, value) => { stored[name] = localStorage[name] = value; } },
  removeItem: { value: (name) => { delete stored[name]; delete localStorage[name]; } },
});
const document = new EventTarget(), window = new EventTarget();
const timers = [];
const setTimeout = (act) => timers.push(act), clearTimeout = (id) => { if (id) timers[id - 1] = null; };
const due = async () => { for (const act of timers.splice(0)) act?.(); await turns(); };
const turns = async () => { for (let turn = 0; turn < 30; turn += 1) await null; };
const sent = [];
const fetch = (url, options = {}) => new Promise((answer, fail) => sent.push({
  url, method: options.method ?? "GET", keepalive: options.keepalive,
  body: options.body ? JSON.parse(options.body) : null,
  answer: async (said = {}, status = 200) => {
    answer({ ok: status < 300, status, json: async () => said });
    await turns();
  },
  fail: async () => { fail(new Error("away")); await turns(); },
}));
const row = (id, body, more = {}) => ({ id, second: 3, quote: "", quote_language: "",
  quote_end_second: -1, body_md: body, body_html: "<p>" + body + "</p>", revision: 1, ...more });
const kept_of = (request) => row(request.url.split("/").pop(), request.body.body_md.trim(),
  { revision: request.body.revision });
const open = async (rows = []) => {
  pad.open("lesson", "sam");
  await sent.shift().answer({ items: rows });
  return pad;
};
"""


def run(body: str) -> object:
    """What an async function of this body returns."""
    pure = marks.JS.split("function LineText", maxsplit=1)[0]
    source = f"{shared.JS}\n{notepad.JS}\n{pure}".replace("export ", "")
    end = "(found) => { console.log(JSON.stringify(found)); process.exit(); }"
    script = f"{BROWSER}\n{source}\n(async () => {{ {body} }})().then({end});"
    done = subprocess.run(
        [NODE, "-"], input=script, capture_output=True, text=True, check=True, timeout=30
    )
    return json.loads(done.stdout)


def test_what_is_typed_lies_on_this_device_before_it_is_sent_and_until_it_is_confirmed():
    found = run("""
      await open();
      const note = pad.add({ second: 12.3 });
      pad.edit(note, "Hello");
      const before = [sent.length, JSON.parse(Object.values(stored)[0]).body];
      await due();
      const request = sent.shift(), during = Object.keys(stored).length;
      await request.answer(kept_of(request));
      return [before, request.method, request.body.second, request.keepalive, during,
        Object.keys(stored).length, note.status, note.html];
    """)
    assert found == [[0, "Hello"], "PUT", 12.3, True, 1, 0, "saved", "<p>Hello</p>"]


def test_one_note_is_sent_one_after_the_other_and_ends_with_the_last_words():
    found = run("""
      await open();
      const note = pad.add({ second: 1 });
      pad.edit(note, "a"); await due();
      pad.edit(note, "ab"); await due();
      const one = sent.length, first = sent.shift();
      await first.answer(kept_of(first));
      const second = sent.shift();
      await second.answer(kept_of(second));
      return [one, first.body.revision, second.body.body_md, second.body.revision, note.status, sent.length];
    """)
    assert found == [1, 1, "ab", 2, "saved", 0]


def test_who_leaves_at_once_finds_it_again():
    """The page goes while nothing was answered; the next page sends what lies on the device."""
    found = run("""
      await open();
      pad.edit(pad.add({ second: 40 }), "Before I go");
      pad.flush(true);
      const left = sent.shift();
      const next = new Notepad();
      next.open("lesson", "sam");
      await sent.shift().answer({ items: [] });
      const shown = next.notes.map((note) => [note.body, note.second]), again = sent.shift();
      await again.answer(kept_of(again));
      return [left.keepalive, shown, again.url === left.url, Object.keys(stored).length];
    """)
    assert found == [True, [["Before I go", 40]], True, 0]


def test_what_arrived_after_all_is_not_sent_again():
    found = run("""
      await open();
      const note = pad.add({ second: 40 });
      pad.edit(note, "Here  ");
      pad.flush(true);
      sent.shift();
      const next = new Notepad();
      next.open("lesson", "sam");
      await sent.shift().answer({ items: [row(note.id, "Here")] });
      return [next.notes.map((each) => each.status), sent.length, Object.keys(stored).length];
    """)
    assert found == [["saved"], 0, 0]


def test_a_connection_that_is_away_costs_nothing_and_what_is_somebody_elses_stays_theirs():
    found = run("""
      await open();
      const note = pad.add({ second: 5 });
      pad.edit(note, "Offline"); await due();
      await sent.shift().fail();
      const away = [note.status, Object.keys(stored).length];
      const other = new Notepad();
      other.open("lesson", "kim");
      await sent.shift().answer({ items: [] });
      const theirs = [other.notes.length, sent.length];
      pad.again();
      const request = sent.shift();
      await request.answer(kept_of(request));
      return [away, theirs, note.status, Object.keys(stored).length];
    """)
    assert found == [["away", 1], [0, 0], "saved", 0]


def test_a_refusal_is_said_and_the_words_stay():
    found = run("""
      await open();
      const note = pad.add({ second: 5 });
      pad.edit(note, "x".repeat(20001)); await due();
      await sent.shift().answer({ code: "error.text_long", detail: "Too long." }, 422);
      return [note.status, note.words, note.body.length, Object.keys(stored).length];
    """)
    assert found == ["refused", "Too long.", 20001, 1]


def test_of_two_devices_both_texts_are_kept():
    found = run("""
      await open([row("one", "old")]);
      const [note] = pad.notes;
      pad.edit(note, "mine"); await due();
      await sent.shift().answer({ code: "error.note_changed", detail: "" }, 409);
      const reload = sent.find((request) => request.method === "GET");
      const save = sent.find((request) => request.method === "PUT");
      await reload.answer({ items: [row("one", "theirs", { revision: 2 })] });
      await save.answer(kept_of(save));
      return [save.url === "/notes/one", pad.notes.map((each) => each.body).sort()];
    """)
    assert found == [False, ["mine", "theirs"]]


def test_deleting_is_taken_back_and_an_empty_note_is_none():
    found = run("""
      await open([row("one", "text")]);
      const [note] = pad.notes;
      pad.remove(note); await turns();
      const asked = sent.shift(), gone = pad.notes.length;
      await asked.answer({}, 204);
      pad.undo(); await turns();
      const back = sent.shift();
      await back.answer(kept_of(back));
      const empty = pad.add({ second: 1 });
      pad.close(empty);
      return [asked.method, gone, back.method, back.url, note.status, pad.notes.length, sent.length];
    """)
    assert found == ["DELETE", 0, "PUT", "/notes/one", "saved", 1, 0]


def test_a_deletion_that_did_not_arrive_is_not_shown_as_one():
    found = run("""
      await open([row("one", "text")]);
      pad.remove(pad.notes[0]); await turns();
      await sent.shift().fail();
      return pad.notes.map((note) => [note.body, note.status]);
    """)
    assert found == [["text", "undeleted"]]


ROWS = """const rows = [{ start: 0, end: 4, text: "Contour lines\\n never cross." },
  { start: 4, end: 8, text: "Rivers do." }, { start: 8, end: 12, text: "Contour maps <b>show</b> it." }];"""


def test_a_highlight_is_found_in_its_lines_again_and_nowhere_when_they_changed():
    found = run(
        ROWS
        + """
      const note = (quote, second) => ({ quote, second, quoteLanguage: "en" });
      const spans = (each) => [...quoteSpans(rows, each)];
      return [spans(note("never cross. Rivers", 0)), spans(note("Contour", 8)), spans(note("lakes", 0)),
        [...highlightSpans(rows, [note("Contour", 0)], "ko")]];
    """
    )
    kept = "kept"
    assert found == [
        [[0, [{"from": 14, "to": 26, "kind": kept}]], [1, [{"from": 0, "to": 6, "kind": kept}]]],
        [[2, [{"from": 0, "to": 7, "kind": kept}]]],
        [],
        [],
    ]


def test_words_are_found_in_either_case_and_signs_mean_themselves():
    found = run(
        ROWS
        + """
      return [foundPlaces(rows, "contour").map((place) => place.row), foundPlaces(rows, "lines never").length,
        foundPlaces(rows, "<b>").length, foundPlaces(rows, ".*").length, foundPlaces(rows, "  ").length];
    """
    )
    assert found == [[0, 2], 1, 1, 0, 0]


def test_a_text_is_cut_where_marks_begin_and_end():
    found = run("""
      return piecesOf("abcdef", [{ from: 1, to: 4, kind: "kept" }, { from: 3, to: 5, kind: "found" }])
        .map((piece) => [piece.text, piece.kinds]);
    """)
    assert found == [
        ["a", []],
        ["bc", ["kept"]],
        ["d", ["kept", "found"]],
        ["e", ["found"]],
        ["f", []],
    ]
