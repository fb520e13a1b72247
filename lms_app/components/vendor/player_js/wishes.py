"""How the person wants videos to begin, as their settings say."""

JS = r"""
// Taken over once each time the settings change; what is chosen in the player afterwards stays.
const WISHES = "margin-player-wishes";
const MEMORY = "margin-player";

// What the player remembers, with the wishes in it; an empty caption language leaves captions alone.
export function withWishes(memory, wishes) {
  const captions = wishes.captions_language;
  return {
    ...memory,
    rate: wishes.speed_percent / 100,
    ...(captions === "off" ? { captions: false } : captions ? { captions: true, lang: captions } : {}),
  };
}

function takeWishes(wishes) {
  if (!wishes?.is_set) return;
  const mark = JSON.stringify(wishes);
  if (kept.read(WISHES) === mark) return;
  let memory = {};
  try { memory = JSON.parse(kept.read(MEMORY)) ?? {}; } catch { /* not ours */ }
  kept.write(MEMORY, JSON.stringify(withWishes(memory, wishes)));
  kept.write(WISHES, mark);
}

// What stands over the end of a video: the next one, by itself after a while if that is wished.
const NEXT_SECONDS = 8;
function Ended({ texts, nextTitle, onNext, isAutoplay }) {
  const isEnded = useMediaState("ended");
  const [isHeld, setHeld] = useState(false);
  const next = useRef(onNext);
  next.current = onNext;
  const goesOn = isEnded && Boolean(onNext) && isAutoplay && !isHeld && !isCalm();
  useEffect(() => { if (!isEnded) setHeld(false); }, [isEnded]);
  useEffect(() => {
    if (!goesOn) return undefined;
    const timer = setTimeout(() => next.current?.(), NEXT_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [goesOn]);
  if (!isEnded || !onNext) return null;
  return (
    <div className="mp-cover mp-ended">
      <p>{texts.next}</p>
      <p className="mp-trouble-title">{nextTitle}</p>
      <button type="button" className={"mp-action" + (goesOn ? " is-counting" : "")} onClick={onNext}>
        <PlayIcon size={14} />{texts.playNext}
      </button>
      {goesOn && <button type="button" className="mp-stay" onClick={() => setHeld(true)}>{texts.stay}</button>}
    </div>
  );
}
"""
