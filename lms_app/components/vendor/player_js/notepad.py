"""The notes of a lesson in the browser: typed at once, kept on this device until the server has them.

Every change is laid down in localStorage before anything is sent, and taken away there only once
the server answered that it has these very words.
"""

JS = r"""
const DRAFTS = "margin-note:";
const SAVE_MILLISECONDS = 600;
const AGAIN_SECONDS = [3, 10, 30, 60];
// What outlives its page may carry 64 KiB in all.
const LEAVING_BYTES = 60_000;

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((x) => x.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), "4" + hex.slice(13, 16), "a" + hex.slice(17, 20), hex.slice(20)].join("-");
}

// As the server keeps a text: what differs from that has still to be sent.
const settled = (text) => text.replace(/\r\n/g, "\n").normalize("NFC").trim();
const saysSomething = (note) => Boolean(note.body.trim() || note.quote);

const fromServer = (row, lessonId) => ({
  lessonId, id: row.id, key: row.id, second: row.second < 0 ? null : row.second, quote: row.quote,
  quoteLanguage: row.quote_language, quoteEnd: row.quote_end_second < 0 ? null : row.quote_end_second,
  body: row.body_md, html: row.body_html, kept: row.body_md, revision: row.revision, status: "saved",
  isKnown: true,
});

const isToTryAgain = (answer) => !answer || answer.status >= 500 || answer.status === 429;
const inOrder = (notes) => [...notes].sort((a, b) => (a.second ?? Infinity) - (b.second ?? Infinity));

export class Notepad {
  constructor() {
    Object.assign(this, { lessonId: "", person: "", notes: [], editing: "", gone: null, phase: "loading", tries: 0 });
  }

  tell() { bus.dispatchEvent(new CustomEvent("notes")); }
  noteOf(key) { return this.notes.find((note) => note.key === key); }

  open(lessonId, person) {
    if (lessonId === this.lessonId && person === this.person) return;
    this.flush();
    Object.assign(this, { lessonId, person, notes: [], editing: "", gone: null, phase: "loading" });
    this.tell();
    if (lessonId && person) this.load();
  }

  async load() {
    const { lessonId } = this;
    let answer = null;
    let rows = null;
    try {
      answer = await fetch(NOTES + "/" + lessonId);
      if (answer.ok) rows = (await answer.json()).items.map((row) => fromServer(row, lessonId));
    } catch { /* away: what is on this device is shown all the same */ }
    if (lessonId !== this.lessonId) return;
    if (rows) {
      const mine = this.notes.filter((note) => note.status !== "saved");
      this.notes = [...rows.filter((row) => !mine.some((note) => note.id === row.id) && row.id !== this.gone?.id), ...mine];
    }
    this.phase = rows ? "ready" : "away";
    this.pickUp();
    this.tell();
    if (!rows && isToTryAgain(answer)) this.later(() => this.load());
  }

  // What an earlier page could not send: of this lesson it is shown, of others only sent.
  pickUp() {
    for (const draft of this.drafts()) {
      const here = this.notes.find((note) => note.id === draft.id);
      if (here && here.status !== "saved") continue;
      if (here?.isKnown && settled(draft.body) === here.kept) { this.drop(draft); continue; }
      const note = { ...here, ...draft, key: draft.id, status: "dirty", isHeld: true };
      if (draft.lessonId === this.lessonId) {
        this.notes = [...this.notes.filter((each) => each !== here), note];
      }
      this.send(note);
    }
  }

  drafts() {
    const found = [];
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(DRAFTS + this.person + ":")) continue;
        try { found.push(JSON.parse(localStorage.getItem(name))); } catch { /* not ours */ }
      }
    } catch { /* private window */ }
    return found.filter((draft) => draft?.id && draft.lessonId && typeof draft.body === "string");
  }

  hold(note) {
    const { id, lessonId, second, quote, quoteLanguage, quoteEnd, body, revision } = note;
    try {
      localStorage.setItem(DRAFTS + this.person + ":" + id,
        JSON.stringify({ id, lessonId, second, quote, quoteLanguage, quoteEnd, body, revision }));
      note.isHeld = true;
    } catch { note.isHeld = false; }
  }

  drop(note) {
    try { localStorage.removeItem(DRAFTS + this.person + ":" + note.id); } catch { /* private window */ }
  }

  // A new note at this second; with a quote and nothing more to say it is a highlight.
  add({ second = null, quote = "", quoteLanguage = "", quoteEnd = null, isEdited = true }) {
    const id = newId();
    const note = {
      id, key: id, lessonId: this.lessonId, second, quote, quoteLanguage, quoteEnd, body: "", html: "",
      kept: "", revision: 0, status: quote ? "dirty" : "new", isKnown: false,
    };
    this.gone = null;
    this.close(this.noteOf(this.editing));
    this.notes = [...this.notes, note];
    if (isEdited) this.editing = note.key;
    if (quote) { this.hold(note); this.send(note); }
    this.tell();
    return note;
  }

  edit(note, body) {
    Object.assign(note, { body, status: "dirty", words: "" });
    this.hold(note);
    clearTimeout(note.timer);
    note.timer = setTimeout(() => this.send(note), SAVE_MILLISECONDS);
    this.tell();
  }

  // Done with writing for now: nothing written is no note.
  close(note) {
    if (!note) return;
    if (this.editing === note.key) this.editing = "";
    if (saysSomething(note)) this.send(note);
    else this.remove(note, { isQuiet: !note.isKnown });
    this.tell();
  }

  flush(isLeaving = false) {
    for (const note of this.notes) {
      clearTimeout(note.timer);
      if (note.status === "dirty" || (isLeaving && note.status === "saving" && note.sent !== note.body)) {
        this.send(note, isLeaving);
      }
    }
  }

  async send(note, isLeaving = false) {
    clearTimeout(note.timer);
    if (note.leaving) await note.leaving;   // taken back while it was being deleted
    note.leaving = null;
    if (!saysSomething(note) || note.isGone) return;
    if (note.isKnown && settled(note.body) === note.kept) { this.settle(note); return; }
    if (note.flight && !isLeaving) { note.isWaiting = true; return; }
    if (note.sent !== note.body) note.revision += 1;
    note.sent = note.body;
    note.status = "saving";
    this.hold(note);
    this.tell();
    note.flight = this.put(note);
    await note.flight;
    note.flight = null;
    if (note.isWaiting) { note.isWaiting = false; this.send(note); }
    this.tell();
  }

  settle(note) {
    if (note.status !== "new") note.status = "saved";
    this.drop(note);
    this.tell();
  }

  async put(note) {
    const sent = note.body;
    const body = JSON.stringify({
      lesson_id: note.lessonId, body_md: sent, second: note.second, quote: note.quote ?? "",
      quote_language: note.quoteLanguage ?? "", quote_end_second: note.quoteEnd, revision: note.revision,
    });
    const keepalive = new TextEncoder().encode(body).length < LEAVING_BYTES;
    let answer = null;
    let said = {};
    try {
      answer = await fetch(NOTES + "/" + note.id, {
        method: "PUT", headers: { "content-type": "application/json" }, body, keepalive,
      });
      said = await answer.json();
    } catch { /* no answer, or none of ours */ }
    if (answer?.ok && said.id) this.take(note, said, sent);
    else if (isToTryAgain(answer)) this.wait(note);
    else if (said.code === "error.note_changed") this.keepBoth(note);
    else Object.assign(note, { status: "refused", words: said.fields?.body_md || said.detail });
  }

  take(note, said, sent) {
    this.tries = 0;
    Object.assign(note, { kept: said.body_md, html: said.body_html, isKnown: true });
    if (note.body === sent) this.settle(note);
    else note.status = "dirty";
  }

  wait(note) {
    note.status = "away";
    this.later(() => this.send(note));
  }

  later(act) {
    const seconds = AGAIN_SECONDS[Math.min(this.tries, AGAIN_SECONDS.length - 1)];
    this.tries += 1;
    setTimeout(act, seconds * 1000);
  }

  // Written elsewhere meanwhile: neither text is lost, this one becomes a note of its own.
  keepBoth(note) {
    this.drop(note);
    Object.assign(note, { id: newId(), revision: 0, sent: null, isKnown: false, status: "dirty", isWaiting: true });
    this.hold(note);
    this.load();
  }

  async remove(note, { isQuiet = false } = {}) {
    clearTimeout(note.timer);
    note.isGone = true;
    this.notes = this.notes.filter((each) => each !== note);
    if (this.editing === note.key) this.editing = "";
    this.gone = isQuiet ? null : note;
    this.drop(note);
    this.tell();
    note.leaving = this.erase(note);
    await note.leaving;
  }

  async erase(note) {
    await note.flight;
    if (!note.isKnown && !note.sent) return;
    let answer = null;
    try {
      answer = await fetch(NOTES + "/" + note.id, { method: "DELETE", keepalive: true });
    } catch { /* what is not deleted is shown */ }
    if (answer && (answer.ok || answer.status === 404)) note.isKnown = false;
    else if (note.isGone) this.back(note, "undeleted");
  }

  back(note, status) {
    Object.assign(note, { isGone: false, status });
    if (this.gone === note) this.gone = null;
    if (note.lessonId === this.lessonId) this.notes = [...this.notes, note];
    this.tell();
  }

  undo() {
    const note = this.gone;
    if (!note) return;
    note.sent = null;
    this.back(note, "dirty");
    this.hold(note);
    this.send(note);
  }

  again() {
    this.tries = 0;
    if (this.phase === "away") this.load();
    for (const note of this.notes) if (note.status === "away") this.send(note);
  }
}

const pad = new Notepad();
"""
