"""The transcript that runs along: the spoken line on the highlighter, a click goes to its second.

It follows until the reader scrolls; then a pill leads back to where the voice is.
"""

JS = r"""
const HEADER_PIXELS = 52;
const BAR_PIXELS = 72;
const TRANSCRIPT_LANGUAGE = "margin-transcript-language";
const NO_LINES = [];

// The line that is spoken at `time`: the last that has begun, -1 before the first.
export function lineAt(lines, time) {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].start <= time + 0.02) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function scrollerOf(element) {
  for (let at = element?.parentElement; at && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight) return at;
  }
  return null;
}

// Bring the line to a third of what is visible: of its own scroller, or of the page below the video.
function bringIntoView(line) {
  const behavior = isCalm() ? "auto" : "smooth";
  const box = line.getBoundingClientRect();
  const scroller = scrollerOf(line);
  if (scroller) {
    const frame = scroller.getBoundingClientRect();
    const top = scroller.scrollTop + box.top - frame.top - frame.height / 3;
    scroller.scrollTo({ top, behavior });
    return;
  }
  // Only below a video that stays in place: the page must not scroll the picture away.
  const held = [...document.querySelectorAll("[data-held]")]
    .filter((part) => getComputedStyle(part).position === "sticky")
    .reduce((sum, part) => sum + part.offsetHeight, 0);
  if (!held) return;
  const above = held + HEADER_PIXELS;
  const top = window.scrollY + box.top - above - (innerHeight - above) / 4;
  if (box.top < above || box.bottom > innerHeight - BAR_PIXELS) window.scrollTo({ top, behavior });
}

function useFollowing(list) {
  const [isFollowing, setFollowing] = useState(true);
  useEffect(() => {
    const stop = (event) => {
      const isPanel = list.current?.contains(event.target);
      const isPage = !scrollerOf(list.current);
      if (isPanel || isPage) setFollowing(false);
    };
    const keys = (event) => {
      if (/^(PageUp|PageDown|ArrowUp|ArrowDown)$/.test(event.key)) stop(event);
    };
    const options = { passive: true };
    document.addEventListener("wheel", stop, options);
    document.addEventListener("touchmove", stop, options);
    list.current?.addEventListener("keydown", keys);
    return () => {
      document.removeEventListener("wheel", stop, options);
      document.removeEventListener("touchmove", stop, options);
      list.current?.removeEventListener("keydown", keys);
    };
  }, []);
  return [isFollowing, setFollowing];
}

// What is searched for in these lines, and which of the places is shown.
function useSearch(rows, onShow) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const places = useMemo(() => foundPlaces(rows, words), [rows, words]);
  const go = (place) => {
    if (!places.length) return;
    const next = (place + places.length) % places.length;
    setAt(next);
    onShow(places[next].row);
  };
  return {
    words, places, at: Math.min(at, Math.max(0, places.length - 1)),
    write: (text) => {
      setWords(text);
      setAt(0);
      const [first] = foundPlaces(rows, text);
      if (first) onShow(first.row);
    },
    step: (by) => go(at + by),
  };
}

// What is selected, once the selecting is over; by touch, while it goes on.
function usePicked(list, isOn, onBegin) {
  const [picked, setPicked] = useState(null);
  useEffect(() => {
    if (!isOn) return undefined;
    let timer = 0;
    const look = () => {
      const found = selectedLines(list.current);
      if (found) onBegin();
      setPicked((before) => found ?? (before?.byKey ? before : null));
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(look, 200); };
    document.addEventListener("selectionchange", soon);
    return () => { clearTimeout(timer); document.removeEventListener("selectionchange", soon); };
  }, [isOn]);
  return [picked, setPicked];
}

function Line({ row, index, isCurrent, spans, texts, canPick, onSeek, onPick }) {
  const time = clockText(row.start);
  const text = spokenText(row);
  // A click on the words goes there too; not the end of selecting some.
  const click = (event) => {
    const isTime = event.target.closest(".line-time");
    if (event.target.closest(".line-pick") || (!isTime && getSelection()?.toString())) return;
    onSeek(row);
  };
  return (
    <li className={"line" + (isCurrent ? " is-current" : "")} aria-current={isCurrent ? "true" : undefined}
      onClick={click}>
      <button type="button" className="line-time mono" aria-label={time + " " + text}>{time}</button>
      <span className="line-text"><LineText text={text} spans={spans} /></span>
      {canPick && (
        <button type="button" className="line-pick" aria-label={fill(texts.pick, { time })} title={texts.pickBar}
          onClick={(event) => onPick(index, event.currentTarget)}><Highlighter size={15} aria-hidden="true" /></button>
      )}
    </li>
  );
}

export function Transcript({ lessonId, lines = {}, names = {}, language, canPick, texts }) {
  const languages = Object.keys(lines);
  const [wanted, setWanted] = useState(() => kept.read(TRANSCRIPT_LANGUAGE) || language);
  const spoken = languages.includes(wanted) ? wanted : languages[0];
  const rows = lines[spoken] ?? NO_LINES;
  const list = useRef(null);
  const picker = useRef(null);
  const [active, setActive] = useState(() =>
    last.time?.lessonId === lessonId ? lineAt(rows, last.time.time) : -1);
  const [isFollowing, setFollowing] = useFollowing(list);
  const [picked, setPicked] = usePicked(list, canPick, () => setFollowing(false));
  usePad();
  useBus("time", (now) => { if (now.lessonId === lessonId) setActive(lineAt(rows, now.time)); });

  const show = (place = active) => {
    const line = list.current?.children[place];
    if (line && line.offsetParent) bringIntoView(line);
  };
  const search = useSearch(rows, (place) => { setFollowing(false); show(place); });
  useEffect(() => { if (isFollowing) show(); }, [active, spoken, isFollowing]);
  useEffect(() => {
    setFollowing(true);
    setPicked(null);
    // The lesson may be on already: it was opened before its lines were here.
    setActive(last.time?.lessonId === lessonId ? lineAt(rows, last.time.time) : -1);
  }, [lessonId]);

  const choose = (code) => {
    kept.write(TRANSCRIPT_LANGUAGE, code);
    setWanted(code);
    setPicked(null);
    setActive(last.time ? lineAt(lines[code], last.time.time) : -1);
  };
  const seek = (row) => { setFollowing(true); emit("seek", { lessonId, time: row.start }); };
  const pickLine = (place, button) => {
    picker.current = button;
    setFollowing(false);
    setPicked({ quote: spokenText(rows[place]), first: place, last: place, byKey: true,
      box: list.current.children[place].getBoundingClientRect() });
  };
  const letGo = (isBack) => {
    setPicked(null);
    if (isBack) picker.current?.focus();
  };
  const notes = canPick && pad.lessonId === lessonId ? pad.notes : NO_LINES;
  const highlights = useMemo(() => highlightSpans(rows, notes, spoken), [rows, notes, spoken]);
  const spansOf = (index) => [
    ...(highlights.get(index) ?? []),
    ...search.places.flatMap((place, order) => (place.row !== index ? []
      : [{ ...place, kind: order === search.at ? "found-now" : "found" }])),
  ];
  return (
    <div className="transcript">
      <div className="transcript-head">
        <ScriptSearch words={search.words} found={search.places.length} at={search.at} texts={texts}
          onWords={search.write} onStep={search.step} />
        {languages.length > 1 && (
          <div className="segment transcript-languages" role="group" aria-label={texts.language}>
            {languages.map((code) => (
              <button key={code} type="button" className="segment-item" lang={code}
                aria-pressed={code === spoken} onClick={() => choose(code)}>{names[code] ?? code}</button>
            ))}
          </div>
        )}
      </div>
      <ol className="transcript-lines" ref={list} lang={spoken}>
        {rows.map((row, index) => (
          <Line key={index} row={row} index={index} isCurrent={index === active} spans={spansOf(index)}
            texts={texts} canPick={canPick} onSeek={seek} onPick={pickLine} />
        ))}
      </ol>
      {picked && <PickBar picked={picked} rows={rows} language={spoken} list={list} texts={texts} onDone={letGo} />}
      {!isFollowing && active >= 0 && (
        <button type="button" className="transcript-pill" onClick={() => { setFollowing(true); show(); }}>
          <ArrowDownUp size={15} aria-hidden="true" />{texts.follow}
        </button>
      )}
    </div>
  );
}
"""
