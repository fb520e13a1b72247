"""Notes beside the lesson: the tab with their number, the composer, the list.

`n` opens the composer at the present second from anywhere on the page; the video plays on.
"""

JS = r"""
function usePad() {
  const [, setCount] = useState(0);
  const look = () => setCount((count) => count + 1);
  useBus("notes", look);
  useEffect(look, []);
  return pad;
}

// The second that is on the screen, to a tenth; null beside an article.
function presentSecond(lessonId) {
  if (last.time?.lessonId !== lessonId) return null;
  const video = document.querySelector(".mp[data-shown] video");
  const at = video && video.readyState >= 2 ? video.currentTime : last.time.time;
  return Math.floor(at * 10) / 10;
}

// Radix opens a tab when it gets the focus.
const openTab = (name) => document.querySelector(".learn-tabs [data-tab=" + name + "]")?.focus();

function compose(note = {}) {
  const added = pad.add({ second: presentSecond(pad.lessonId), ...note });
  catchKeys(added);
  openTab("notes");
}

// Who types on before the field is there loses nothing: until it has the focus, keys are its own.
const CATCH_SECONDS = 5;
function catchKeys(note) {
  const press = (event) => {
    if (!pad.isAwaited || event.ctrlKey || event.metaKey || event.altKey) return;
    const typed = { Enter: "\n" }[event.key] ?? (event.key.length === 1 ? event.key : null);
    if (typed === null) return;
    event.preventDefault();
    event.stopPropagation();
    pad.edit(note, note.body + typed);
  };
  const end = () => { pad.isAwaited = false; window.removeEventListener("keydown", press, true); };
  pad.stopCatching?.();
  pad.isAwaited = true;
  pad.stopCatching = end;
  window.addEventListener("keydown", press, true);
  setTimeout(end, CATCH_SECONDS * 1000);
}

const isTyping = (event) => {
  const at = event.target instanceof Element ? event.target : document.body;
  return event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented
    || Boolean(document.querySelector("[role=dialog], [role=alertdialog]"))
    || Boolean(at.closest("[role=menu], textarea, select, [contenteditable=true], input:not([type=range])"));
};

// Lives as long as the page: loads the lesson's notes, hears the key, sends what is left on leaving.
export function NotesTab({ lessonId, person, text }) {
  usePad();
  useEffect(() => { pad.open(lessonId, person); }, [lessonId, person]);
  useEffect(() => {
    const press = (event) => {
      if (nameOf(event) !== "n" || isTyping(event) || kept.read(KEYS_SETTING) === "off") return;
      event.preventDefault();
      compose();
    };
    const leave = () => pad.flush(true);
    const hide = () => { if (document.visibilityState === "hidden") leave(); };
    const back = () => pad.again();
    document.addEventListener("keydown", press);
    document.addEventListener("visibilitychange", hide);
    window.addEventListener("pagehide", leave);
    window.addEventListener("online", back);
    return () => {
      document.removeEventListener("keydown", press);
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("online", back);
      pad.open("", "");
    };
  }, []);
  return <>{text}{pad.notes.length > 0 && <span className="tab-count">{pad.notes.length}</span>}</>;
}

export function NoteButton({ text }) {
  return (
    <button type="button" className="btn btn-secondary note-button" aria-label={text} aria-keyshortcuts="n"
      onClick={() => compose()}>
      <NotebookPen size={18} aria-hidden="true" /><span className="wide-only">{text}</span>
      <kbd className="wide-only" aria-hidden="true">N</kbd>
    </button>
  );
}

function NoteStatus({ note, texts }) {
  const words = {
    dirty: texts.saving, saving: texts.saving, saved: texts.saved, refused: note.words,
    away: note.isHeld ? texts.away : texts.lost, undeleted: texts.undeleted,
  }[note.status];
  const isTold = ["away", "refused", "undeleted"].includes(note.status);
  return <span className={"note-status is-" + note.status} role={isTold ? "status" : undefined}>{words}</span>;
}

function TimeChip({ second, texts }) {
  if (second === null) return null;
  const time = clockText(second);
  return (
    <button type="button" className="time-chip mono" aria-label={fill(texts.seek, { time })}
      onClick={() => emit("seek", { lessonId: pad.lessonId, time: second })}>{time}</button>
  );
}

const NoteQuote = ({ note }) => (
  note.quote ? <blockquote className="note-quote" lang={note.quoteLanguage || undefined}><mark>{note.quote}</mark></blockquote> : null
);

function NoteEditor({ note, texts }) {
  const field = useRef(null);
  useLayoutEffect(() => {
    pad.stopCatching?.();
    field.current.focus();
    field.current.setSelectionRange(note.body.length, note.body.length);
  }, []);
  const done = () => {
    const { key } = note;
    pad.close(note);
    requestAnimationFrame(() => document.querySelector('[data-note="' + key + '"] .note-edit')?.focus());
  };
  const press = (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      done();
    }
  };
  return (
    <li className="note is-open" data-note={note.key}>
      <div className="note-head"><TimeChip second={note.second} texts={texts} /><NoteStatus note={note} texts={texts} /></div>
      <NoteQuote note={note} />
      <textarea ref={field} className="textarea note-field" aria-label={texts.field} placeholder={texts.placeholder}
        value={note.body} onChange={(event) => pad.edit(note, event.target.value)}
        onBlur={() => pad.flush()} onKeyDown={press} />
      <div className="note-foot">
        <span className="note-hint">{texts.hint}</span>
        <button type="button" className="btn btn-sm btn-ghost" onClick={() => pad.remove(note)}>{texts.delete}</button>
        <button type="button" className="btn btn-sm" onClick={done}>{texts.done}</button>
      </div>
    </li>
  );
}

function NoteRow({ note, texts }) {
  const isShown = note.html && note.kept === settled(note.body);
  const edit = () => { pad.close(pad.noteOf(pad.editing)); pad.editing = note.key; pad.tell(); };
  return (
    <li className="note" data-note={note.key}>
      <div className="note-head">
        <TimeChip second={note.second} texts={texts} />
        {note.status !== "saved" && <NoteStatus note={note} texts={texts} />}
        <span className="note-tools">
          <button type="button" className="note-tool note-edit" aria-label={note.body ? texts.edit : texts.write} title={note.body ? texts.edit : texts.write}
            onClick={edit}><Pencil size={16} aria-hidden="true" /></button>
          <button type="button" className="note-tool" aria-label={texts.delete} title={texts.delete}
            onClick={() => pad.remove(note)}><Trash2 size={16} aria-hidden="true" /></button>
        </span>
      </div>
      <NoteQuote note={note} />
      {isShown ? <div className="prose note-body" dangerouslySetInnerHTML={{ __html: note.html }} />
        : note.body ? <p className="note-body note-plain">{note.body}</p> : null}
    </li>
  );
}

export function NotesPanel({ allHref, texts }) {
  usePad();
  const { notes, gone, phase } = pad;
  return (
    <div className="notes">
      <div className="notes-head">
        <button type="button" className="btn btn-sm" onClick={() => compose()}>
          <NotebookPen size={16} aria-hidden="true" />{texts.add}
        </button>
        <a className="notes-all" href={allHref}>{texts.all}</a>
      </div>
      {phase === "away" && <p className="notes-away" role="status">{texts.unread}</p>}
      {gone && (
        <div className="notes-gone" role="status">
          <span>{texts.gone}</span>
          <button type="button" className="notes-undo" onClick={() => pad.undo()}>{texts.undo}</button>
        </div>
      )}
      {notes.length > 0 && (
        <ol className="notes-list">
          {inOrder(notes).map((note) => (note.key === pad.editing
            ? <NoteEditor key={note.key} note={note} texts={texts} />
            : <NoteRow key={note.key} note={note} texts={texts} />))}
        </ol>
      )}
      {!notes.length && phase === "ready" && !gone && (
        <div className="notes-none">
          <p className="empty-title">{texts.none}</p>
          <p className="empty-text">{texts.noneText}</p>
        </div>
      )}
    </div>
  );
}
"""
