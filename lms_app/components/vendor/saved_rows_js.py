"""Rows that save themselves: edited in the browser, kept as a draft until the server has them.

Shared by the editors of captions and of chapters.
"""

from __future__ import annotations

from typing import Any

from lms_app.components.vendor.player_words import words_of

JS = r"""
const SAVE_AFTER = 800, TRY_AGAIN_AFTER = 5000;
const filled = (text, values) => String(text ?? "").replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const videoNear = (element) => element?.closest(".lesson-panel")?.querySelector("video");

// What the server said, or the reason in words.
async function askFor(url, words, options = {}) {
  try {
    const answer = await fetch(url, options);
    if (answer.ok) return { data: answer.status === 204 ? null : await answer.json() };
    const problem = await answer.json().catch(() => ({}));
    return { status: answer.status, trouble: problem.detail || words.unsent };
  } catch { return { status: 0, trouble: words.unsent }; }
}

// Where the video of the panel stands, four times a second; null while none was started.
function useSecond(place) {
  const [second, setSecond] = useState(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const video = videoNear(place.current);
      setSecond(video?.readyState ? Math.round(video.currentTime * 10) / 10 : null);
    }, 250);
    return () => clearInterval(timer);
  }, []);
  return second;
}

// The rows at `url`: {mark, [kind.field]: rows}. `kind` says what of a row is sent and what is
// wrong with them; rows that are not kept yet stay on the screen and in the draft.
function useSavedRows(url, kind, words, onSaved) {
  const [rows, setRows] = useState(null), [status, setStatus] = useState("loading"), [trouble, setTrouble] = useState("");
  const now = useRef(null), saved = useRef(null), mark = useRef(""), running = useRef(false);
  const timer = useRef(0), ids = useRef(0), isGone = useRef(false), stands = useRef("loading");
  const draft = "margin-rows-" + url;
  const tell = (next, why = "") => { stands.current = next; setStatus(next); setTrouble(why); };
  const keep = (text) => {
    try { if (text === null) localStorage.removeItem(draft); else localStorage.setItem(draft, text); } catch { /* full */ }
  };
  const named = (all) => all.map((row) => (row.id ? row : { ...row, id: ++ids.current }));
  const later = (after) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { if (!isGone.current) save(); }, after);
  };
  const load = async (withDraft) => {
    const { data, trouble: why } = await askFor(url, words);
    if (isGone.current) return;
    if (!data) { tell("failed", why); return; }
    let left = null;
    try { left = withDraft && JSON.parse(localStorage.getItem(draft)); } catch { /* none */ }
    mark.current = left?.rows ? left.before : data.mark;
    now.current = named(left?.rows ?? data[kind.field]);
    saved.current = left?.rows ? null : now.current;
    setRows(now.current);
    tell(left?.rows ? "unsaved" : "saved");
    if (left?.rows) later(0);
  };
  // One request at a time; what is typed meanwhile follows it.
  const save = async () => {
    if (running.current || !now.current || now.current === saved.current) return;
    const wrong = kind.wrongIn(now.current, words);
    if (wrong) { tell("wrong", wrong); return; }
    const sent = now.current;
    running.current = true;
    tell("saving");
    const body = JSON.stringify({ [kind.field]: sent.filter(kind.isKept).map(kind.plain), before: mark.current });
    const { data, status: answer, trouble: why } = await askFor(url, words,
      { method: "PUT", body, headers: { "content-type": "application/json" } });
    running.current = false;
    if (data) {
      mark.current = data.mark;
      saved.current = sent;
      if (now.current === sent) { keep(null); tell("saved"); onSaved?.(); } else later(SAVE_AFTER);
    } else if (answer === 409) tell("changed", words.changedText);
    else {
      tell("failed", why);
      if (!answer || answer >= 500 || answer === 429) later(TRY_AGAIN_AFTER);
    }
  };
  const change = (edit) => {
    now.current = named(edit(now.current));
    setRows(now.current);
    keep(JSON.stringify({ before: mark.current, rows: now.current.map(kind.plain) }));
    if (stands.current === "changed") return;
    if (!running.current) tell("unsaved");
    later(SAVE_AFTER);
  };
  useEffect(() => {
    isGone.current = false;
    load(true);
    return () => { clearTimeout(timer.current); if (stands.current !== "changed") save(); isGone.current = true; };
  }, [url]);
  const takeTheirs = () => { keep(null); load(false); };
  const keepMine = async () => {
    const { data } = await askFor(url, words);
    if (data) mark.current = data.mark;
    save();
  };
  return { rows, status, trouble, change, takeTheirs, keepMine };
}

const SavedStatus = ({ status, words }) =>
  <span role="status" className={"cues-status is-" + status}>{words["status_" + status]}</span>;

function SavedTrouble({ status, trouble, words, takeTheirs, keepMine }) {
  if (!trouble) return null;
  return (
    <div role="alert" className="stack-2">
      <p className="field-error">{trouble}</p>
      {status === "changed" && (
        <div className="row row-wrap">
          <button type="button" className="btn btn-secondary btn-sm" onClick={takeTheirs}>{words.takeTheirs}</button>
          <button type="button" className="btn btn-ghost btn-sm" onClick={keepMine}>{words.keepMine}</button>
        </div>
      )}
    </div>
  );
}
"""
_TEXTS = {
    "unsent": "rows.unsent",
    "changedText": "rows.changed_text",
    "takeTheirs": "rows.take_theirs",
    "keepMine": "rows.keep_mine",
    "status_loading": "rows.loading",
    "status_saved": "rows.saved",
    "status_saving": "rows.saving",
    "status_unsaved": "rows.unsaved",
    "status_failed": "rows.failed",
    "status_wrong": "rows.wrong",
    "status_changed": "rows.changed",
}


def saved_words() -> dict[str, Any]:
    """The words of saving."""
    return words_of(_TEXTS)
