"""The transcript that runs along: the spoken line on the highlighter, a click goes to its second.

It follows until the reader scrolls; then a pill leads back to where the voice is.
"""

JS = r"""
const HEADER_PIXELS = 52;
const BAR_PIXELS = 72;
const TRANSCRIPT_LANGUAGE = "margin-transcript-language";

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

export function Transcript({ lessonId, lines = {}, names = {}, language, texts }) {
  const languages = Object.keys(lines);
  const [wanted, setWanted] = useState(() => kept.read(TRANSCRIPT_LANGUAGE) || language);
  const spoken = languages.includes(wanted) ? wanted : languages[0];
  const rows = lines[spoken] ?? [];
  const list = useRef(null);
  const [active, setActive] = useState(() =>
    last.time?.lessonId === lessonId ? lineAt(rows, last.time.time) : -1);
  const [isFollowing, setFollowing] = useFollowing(list);
  useBus("time", (now) => { if (now.lessonId === lessonId) setActive(lineAt(rows, now.time)); });

  const show = () => {
    const line = list.current?.children[active];
    if (line && line.offsetParent) bringIntoView(line);
  };
  useEffect(() => { if (isFollowing) show(); }, [active, spoken, isFollowing]);
  useEffect(() => {
    setFollowing(true);
    // The lesson may be on already: it was opened before its lines were here.
    setActive(last.time?.lessonId === lessonId ? lineAt(rows, last.time.time) : -1);
  }, [lessonId]);

  const choose = (code) => {
    kept.write(TRANSCRIPT_LANGUAGE, code);
    setWanted(code);
    setActive(last.time ? lineAt(lines[code], last.time.time) : -1);
  };
  return (
    <div className="transcript">
      {languages.length > 1 && (
        <div className="segment transcript-languages" role="group" aria-label={texts.language}>
          {languages.map((code) => (
            <button key={code} type="button" className="segment-item" lang={code}
              aria-pressed={code === spoken} onClick={() => choose(code)}>{names[code] ?? code}</button>
          ))}
        </div>
      )}
      <ol className="transcript-lines" ref={list} lang={spoken}>
        {rows.map((row, index) => (
          <li key={index}>
            <button type="button" className={"line" + (index === active ? " is-current" : "")}
              aria-current={index === active ? "true" : undefined}
              onClick={() => { setFollowing(true); emit("seek", { lessonId, time: row.start }); }}>
              <span className="line-time mono">{clockText(row.start)}</span>
              <span className="line-text">{row.text}</span>
            </button>
          </li>
        ))}
      </ol>
      {!isFollowing && active >= 0 && (
        <button type="button" className="transcript-pill" onClick={() => { setFollowing(true); show(); }}>
          <ArrowDownUp size={15} aria-hidden="true" />{texts.follow}
        </button>
      )}
    </div>
  );
}
"""
