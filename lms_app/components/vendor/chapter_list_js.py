"""The chapters of a lesson beside its video: where each begins and what it is called."""

JS = r"""
// 198 -> "03:18"
const wholeStamp = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds)), two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600), rest = two(Math.floor(whole / 60) % 60) + ":" + two(whole % 60);
  return hours ? hours + ":" + rest : rest;
};
const CHAPTERS = {
  field: "chapters",
  plain: ({ start_seconds, title }) => ({ start_seconds, title }),
  isKept: (row) => row.title.trim(),
  wrongIn: (rows, words) => {
    const kept = rows.filter(CHAPTERS.isKept);
    const at = kept.findIndex((row, index) => kept.findIndex((other) => other.start_seconds === row.start_seconds) < index);
    return at < 0 ? "" : filled(words.sameSecond, { number: at + 1 });
  },
};
const byStart = (rows) => rows.toSorted((a, b) => a.start_seconds - b.start_seconds);

function ChapterTime({ row, label, onChange, onGo }) {
  const [typed, setTyped] = useState(null);
  const settle = () => {
    const parts = /^\s*(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})\s*$/.exec(typed ?? "");
    if (parts) onChange(Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3]));
    setTyped(null);
  };
  return <input className="chapter-time mono" aria-label={label} autoComplete="off" value={typed ?? wholeStamp(row.start_seconds)}
    onFocus={onGo} onChange={(event) => setTyped(event.target.value)} onBlur={settle}
    onKeyDown={(event) => { if (event.key === "Enter") settle(); }} />;
}

function MarginChapterList({ url, title, words }) {
  const place = useRef(null), [focused, setFocused] = useState(0);
  const second = useSecond(place);
  const { rows, status, trouble, change, takeTheirs, keepMine } = useSavedRows(url, CHAPTERS, words);
  const at = second === null ? null : Math.floor(second);
  useEffect(() => {
    if (!focused) return;
    place.current?.querySelector(`[data-second="${focused - 1}"] .chapter-name`)?.focus();
    setFocused(0);
  }, [focused, rows]);
  const add = () => {
    const start_seconds = at ?? (rows.length ? rows.at(-1).start_seconds + 60 : 0);
    setFocused(start_seconds + 1);
    if (rows.some((row) => row.start_seconds === start_seconds)) return;
    change((all) => byStart([...all, { start_seconds, title: "" }]));
  };
  const edit = (id, part) => change((all) => {
    const edited = all.map((row) => (row.id === id ? { ...row, ...part } : row));
    return "start_seconds" in part ? byStart(edited) : edited;
  });
  const go = (start) => { const video = videoNear(place.current); if (video) video.currentTime = start; };
  return (
    <div className="chapters" ref={place}>
      <div className="part-head">
        <h3 className="part-title">{title}</h3>
        <SavedStatus status={status} words={words} />
        <button type="button" className="text-button" disabled={!rows || rows.length >= 100} onClick={add}>
          {at === null ? words.add : filled(words.addNow, { time: wholeStamp(at) })}
        </button>
      </div>
      {rows?.length === 0 && <p className="caption">{words.none}</p>}
      {rows?.length > 0 && (
        <ol className="chapter-list">
          {rows.map((row, index) => {
            const named = (text) => filled(text, { number: index + 1 });
            const isNow = at !== null && row.start_seconds <= at && !(rows[index + 1]?.start_seconds <= at);
            return (
              <li key={row.id} className={"chapter" + (isNow ? " is-now" : "")} data-second={row.start_seconds}>
                <ChapterTime row={row} label={named(words.timeOf)} onGo={() => go(row.start_seconds)}
                  onChange={(start_seconds) => edit(row.id, { start_seconds })} />
                <input className="chapter-name" aria-label={named(words.nameOf)} placeholder={words.name} maxLength={100}
                  value={row.title} onChange={(event) => edit(row.id, { title: event.target.value })} />
                <button type="button" className="btn btn-ghost btn-sm btn-square" aria-label={named(words.remove)}
                  title={named(words.remove)} onClick={() => change((all) => all.filter(({ id }) => id !== row.id))}>
                  <X size={16} aria-hidden="true" />
                </button>
              </li>
            );
          })}
        </ol>
      )}
      <SavedTrouble {...{ status, trouble, words, keepMine, takeTheirs }} />
    </div>
  );
}
"""
