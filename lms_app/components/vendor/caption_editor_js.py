"""The lines of one caption track beside their video: typed, timed by ear, saved by themselves."""

JS = r"""
const CAPTION_LINES_SHOWN = 50;

// 62.5 -> "01:02.500"
const stampOf = (seconds) => {
  const whole = Math.round(Math.max(0, seconds) * 1000), two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600000), rest = two(Math.floor(whole / 60000) % 60) + ":"
    + two(Math.floor(whole / 1000) % 60) + "." + String(whole % 1000).padStart(3, "0");
  return hours ? hours + ":" + rest : rest;
};
const secondsOf = (text) => {
  const found = /^\s*(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!found) return null;
  const [, hours = 0, minutes, seconds, part = ""] = found;
  return hours * 3600 + minutes * 60 + Number(seconds) + Number(part.padEnd(3, "0")) / 1000;
};
const isTimed = ({ start, end }) => start !== null && end !== null && start < end;

// Shows the lines as they are now over the video of the panel.
function useShownLines(place, lines, language, hasVideo) {
  useEffect(() => {
    const video = videoNear(place.current);
    if (!video || !hasVideo) return undefined;
    const track = [...video.textTracks].find((each) => each.label === "margin-editor")
      ?? video.addTextTrack("captions", "margin-editor", language);
    const timer = setTimeout(() => {
      track.mode = "showing";
      for (const cue of [...(track.cues ?? [])]) track.removeCue(cue);
      for (const line of lines.filter(isTimed)) {
        track.addCue(new VTTCue(line.start, line.end, line.text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")));
      }
    }, 300);
    return () => { clearTimeout(timer); track.mode = "disabled"; };
  }, [lines, hasVideo]);
}

function StampInput({ label, value, onChange, isWrong }) {
  const [typed, setTyped] = useState(null);
  const settle = () => {
    if (typed === null) return;
    const seconds = secondsOf(typed);
    if (seconds !== null) onChange(seconds);
    setTyped(null);
  };
  return <input className="input input-sm mono cue-time" aria-label={label} aria-invalid={isWrong || undefined}
    inputMode="decimal" autoComplete="off" value={typed ?? stampOf(value ?? 0)}
    onChange={(event) => setTyped(event.target.value)} onBlur={settle}
    onKeyDown={(event) => { if (event.key === "Enter") settle(); }} />;
}

function CueRow({ line, number, isNow, second, words, onChange, onRemove, onGo }) {
  const isWrong = !isTimed(line), named = (text) => filled(text, { number });
  return (
    <li className={"cue" + (isNow ? " is-now" : "")} data-cue={number}>
      <div className="cue-times">
        <button type="button" className="cue-number mono" aria-label={named(words.goTo)} title={named(words.goTo)}
          onClick={() => onGo(line.start)}>{number}</button>
        <StampInput label={named(words.startOf)} value={line.start} isWrong={isWrong} onChange={(start) => onChange({ start })} />
        <button type="button" className="btn btn-ghost btn-sm" disabled={second === null}
          aria-label={named(words.startNow)} title={named(words.startNow)} onClick={() => onChange({ start: second })}>{words.now}</button>
        <StampInput label={named(words.endOf)} value={line.end} isWrong={isWrong} onChange={(end) => onChange({ end })} />
        <button type="button" className="btn btn-ghost btn-sm" disabled={second === null}
          aria-label={named(words.endNow)} title={named(words.endNow)} onClick={() => onChange({ end: second })}>{words.now}</button>
        <button type="button" className="btn btn-ghost btn-sm btn-square cue-remove" aria-label={named(words.removeLine)}
          title={named(words.removeLine)} onClick={onRemove}><X size={16} aria-hidden="true" /></button>
      </div>
      <textarea className="textarea cue-text" rows={Math.min(4, line.text.split("\n").length)} maxLength={500}
        aria-label={named(words.textOf)} value={line.text} onChange={(event) => onChange({ text: event.target.value })} />
    </li>
  );
}

const LINES = {
  field: "cues",
  plain: ({ start, end, text }) => ({ start, end, text }),
  isKept: (line) => line.text.trim(),
  wrongIn: (lines, words) => {
    const at = lines.findIndex((line) => !isTimed(line));
    return at < 0 ? "" : filled(words.wrongTime, { line: at + 1 });
  },
};

function MarginCaptionEditor({ url, language, name, words, onSaved, onClose }) {
  const [page, setPage] = useState(0), [focused, setFocused] = useState(0);
  const place = useRef(null);
  const second = useSecond(place);
  const { rows: lines, status, trouble, change, keepMine, takeTheirs } = useSavedRows(url, LINES, words, onSaved);
  useShownLines(place, lines ?? [], language, second !== null);

  useEffect(() => {
    if (!focused) return;
    place.current?.querySelector(`[data-cue="${focused}"] textarea`)?.focus();
    setFocused(0);
  }, [focused, lines]);

  const edit = (index, part) => change((all) => all.map((line, at) => (at === index ? { ...line, ...part } : line)));
  const add = () => {
    const after = second === null ? lines.length : lines.findLastIndex((line) => line.start <= second) + 1;
    const start = second ?? lines.at(-1)?.end ?? 0, following = lines[after];
    const end = following && following.start > start ? Math.min(following.start, start + 3) : start + 3;
    change((all) => all.toSpliced(after, 0, { start, end, text: "" }));
    setPage(Math.floor(after / CAPTION_LINES_SHOWN));
    setFocused(after + 1);
  };
  const go = (start) => { const video = videoNear(place.current); if (video) video.currentTime = start; };
  const shown = (lines ?? []).slice(page * CAPTION_LINES_SHOWN, (page + 1) * CAPTION_LINES_SHOWN);
  const pages = Math.max(1, Math.ceil((lines?.length ?? 0) / CAPTION_LINES_SHOWN));
  return (
    <section className="cues" ref={place} aria-label={filled(words.editNamed, { language: name })}>
      <div className="cues-head">
        <strong lang={language}>{name}</strong>
        <SavedStatus status={status} words={words} />
        <button type="button" className="btn btn-ghost btn-sm btn-square" aria-label={words.closeEditor}
          onClick={onClose}><X size={17} aria-hidden="true" /></button>
      </div>
      <p className="field-hint">{second === null ? words.startVideo : filled(words.at, { time: stampOf(second).slice(0, -2) })}</p>
      <SavedTrouble {...{ status, trouble, words, keepMine, takeTheirs }} />
      <ol className="cue-list">
        {shown.map((line, at) => {
          const index = page * CAPTION_LINES_SHOWN + at;
          return <CueRow key={line.id} {...{ line, second, words }} number={index + 1} onGo={go}
            isNow={second !== null && line.start <= second && second < line.end}
            onChange={(part) => edit(index, part)} onRemove={() => change((all) => all.toSpliced(index, 1))} />;
        })}
      </ol>
      <div className="row row-wrap cues-foot">
        <button type="button" className="btn btn-secondary btn-sm" disabled={!lines || lines.length >= 10000} onClick={add}>
          <Plus size={16} aria-hidden="true" />{words.addLine}
        </button>
        {pages > 1 && (
          <span className="cues-pages">
            <button type="button" className="btn btn-ghost btn-sm" disabled={!page} onClick={() => setPage(page - 1)}>{words.earlier}</button>
            <span className="mono">{page + 1} / {pages}</span>
            <button type="button" className="btn btn-ghost btn-sm" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>{words.further}</button>
          </span>
        )}
      </div>
    </section>
  );
}
"""
