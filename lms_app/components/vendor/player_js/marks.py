"""What is marked in a transcript: highlights of one's own, and what was searched for."""

JS = r"""
// Lines as they are shown: one space for any white space, so that a quote is found in them again.
const spokenText = (row) => row.text.replace(/\s+/g, " ").trim().normalize("NFC");

// Where a quote stands: row -> [{ from, to, kind }]; nowhere when the lines have changed since.
export function quoteSpans(rows, note) {
  const first = Math.max(0, rows.findIndex((row) => row.end > (note.second ?? 0)));
  let joined = "";
  const starts = [];
  for (let at = first; at < rows.length && joined.length < note.quote.length + 4000; at += 1) {
    starts.push(joined.length);
    joined += spokenText(rows[at]) + " ";
  }
  const from = note.quote ? joined.indexOf(note.quote) : -1;
  const found = new Map();
  if (from < 0) return found;
  const to = from + note.quote.length;
  starts.forEach((start, place) => {
    const end = start + spokenText(rows[first + place]).length;
    if (start < to && end > from) {
      found.set(first + place, [{ from: Math.max(from, start) - start, to: Math.min(to, end) - start, kind: "kept" }]);
    }
  });
  return found;
}

const merged = (maps) => {
  const all = new Map();
  for (const map of maps) for (const [row, spans] of map) all.set(row, [...(all.get(row) ?? []), ...spans]);
  return all;
};

export const highlightSpans = (rows, notes, language) =>
  merged(notes.filter((note) => note.quote && note.quoteLanguage === language).map((note) => quoteSpans(rows, note)));

// Every place of the words, in order; letters of either case are the same.
export function foundPlaces(rows, words) {
  const wanted = words.replace(/\s+/g, " ").trim().normalize("NFC").toLowerCase();
  const places = [];
  if (!wanted) return places;
  rows.forEach((row, index) => {
    const text = spokenText(row).toLowerCase();
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      places.push({ row: index, from: at, to: at + wanted.length });
    }
  });
  return places;
}

// A text cut where something begins or ends; each piece with the kinds it wears.
export function piecesOf(text, spans = []) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap((span) => [span.from, span.to])])]
    .filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
  return cuts.slice(1).map((to, place) => {
    const from = cuts[place];
    const kinds = spans.filter((span) => span.from <= from && span.to >= to).map((span) => span.kind);
    return { text: text.slice(from, to), kinds: [...new Set(kinds)] };
  });
}

function LineText({ text, spans }) {
  if (!spans?.length) return text;
  return piecesOf(text, spans).map((piece, index) => (piece.kinds.length
    ? <mark key={index} className={piece.kinds.map((kind) => "line-" + kind).join(" ")}>{piece.text}</mark>
    : <span key={index}>{piece.text}</span>));
}

// What is selected in the list: the words alone, without the times beside them.
function selectedLines(list) {
  const selection = getSelection();
  if (!list || !selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!list.contains(range.commonAncestorContainer)) return null;
  const said = [];
  const picked = [];
  list.querySelectorAll(".line-text").forEach((words, index) => {
    if (!range.intersectsNode(words)) return;
    const own = document.createRange();
    own.selectNodeContents(words);
    if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) own.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) own.setEnd(range.endContainer, range.endOffset);
    const text = own.toString().replace(/\s+/g, " ").trim();
    if (text) { said.push(text); picked.push(index); }
  });
  if (!picked.length) return null;
  return { quote: said.join(" "), first: picked[0], last: picked.at(-1), box: range.getBoundingClientRect() };
}

// The small bar over what is selected, or over a line whose marker button was pressed.
function PickBar({ picked, rows, language, list, texts, onDone }) {
  const bar = useRef(null);
  const frame = list.current?.parentElement.getBoundingClientRect();
  useLayoutEffect(() => {
    if (!bar.current || !frame) return;
    const { box } = picked;
    const left = Math.min(Math.max(4, box.left + box.width / 2 - frame.left - bar.current.offsetWidth / 2),
      frame.width - bar.current.offsetWidth - 4);
    const above = box.top - frame.top - bar.current.offsetHeight - 6;
    bar.current.style.left = left + "px";
    bar.current.style.top = (above > 0 ? above : box.bottom - frame.top + 6) + "px";
    if (picked.byKey) bar.current.querySelector("button").focus();
  }, [picked]);
  const keep = (isNote) => {
    const { quote, first, last: end } = picked;
    const note = { second: rows[first].start, quote, quoteLanguage: language, quoteEnd: rows[end].end };
    getSelection()?.removeAllRanges();
    onDone(picked.byKey && !isNote);
    if (isNote) compose(note); else pad.add({ ...note, isEdited: false });
  };
  const press = (event) => { if (event.key === "Escape") { event.stopPropagation(); onDone(picked.byKey); } };
  const leave = (event) => {
    if (picked.byKey && !event.currentTarget.contains(event.relatedTarget)) onDone();
  };
  return (
    <div className="pick-bar" ref={bar} role="toolbar" aria-label={texts.pickBar} onKeyDown={press} onBlur={leave}
      onPointerDown={(event) => event.preventDefault()}>
      <button type="button" onClick={() => keep(false)}><Highlighter size={16} aria-hidden="true" />{texts.highlight}</button>
      <button type="button" onClick={() => keep(true)}><NotebookPen size={16} aria-hidden="true" />{texts.note}</button>
    </div>
  );
}

// Searching: Enter goes on, Shift+Enter back; how many there are is said.
function ScriptSearch({ found, at, words, onWords, onStep, texts }) {
  const press = (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") { event.preventDefault(); onStep(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") { event.preventDefault(); onWords(""); }
  };
  const told = !words.trim() ? "" : found ? fill(texts.foundOf, { at: at + 1, count: found }) : texts.foundNone;
  return (
    <div className="script-search">
      <Search size={16} aria-hidden="true" />
      <input type="search" className="input input-sm" aria-label={texts.search} placeholder={texts.search}
        maxLength={100} value={words} onChange={(event) => onWords(event.target.value)} onKeyDown={press} />
      <span className="script-found" role="status">{told}</span>
    </div>
  );
}
"""
