"""The player itself: one instance that lives from lesson to lesson of a page."""

JS = r"""
// Volume, speed and captions are remembered here; quality by the stream, the place by the server.
class Memory extends LocalMediaStorage {
  onChange(source) { takeWishes(this.wishes); super.onChange(source, null, MEMORY); }
  async getTime() { return null; }
  async setTime() {}
  async getVideoQuality() { return null; }
  async setVideoQuality() {}
}

// A visit that this tab has had: the page shows what it was then, and the server is still asked.
const VISIT = "margin-visit";
function isOldVisit(visit) {
  if (!visit) return false;
  try {
    if (sessionStorage.getItem(VISIT) === visit) return true;
    sessionStorage.setItem(VISIT, visit);
  } catch { /* private window */ }
  return false;
}

// Says once that the wanted frame is on the screen.
function whenShown(video, seconds, tell) {
  if (!video?.requestVideoFrameCallback) { tell(); return; }
  const look = (_, frame) => {
    if (frame.mediaTime > seconds - 1.5) tell();
    else video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}

const signInHref = () =>
  SIGN_IN + "?next=" + encodeURIComponent(location.pathname + location.search);

function Trouble({ kind, texts, onRetry }) {
  if (!kind) return null;
  if (kind === "retrying") {
    return <div className="mp-line" role="status"><span className="spinner" />{texts.retrying}</div>;
  }
  return (
    <div className="mp-cover mp-trouble" role="alert">
      <p className="mp-trouble-title">{texts[kind + "Title"]}</p>
      <p>{texts[kind + "Text"]}</p>
      {kind === "signed_out" ? (
        <a className="mp-action" href={signInHref()}>{texts.signIn}</a>
      ) : (
        <button type="button" className="mp-action" onClick={onRetry}>
          <RotateCcw size={18} aria-hidden="true" />{texts.retry}
        </button>
      )}
    </div>
  );
}

function Waiting({ trouble }) {
  const isWaiting = useMediaState("waiting");
  const isStarted = useMediaState("started");
  return isWaiting && isStarted && !trouble ? <div className="mp-spin"><span className="spinner" /></div> : null;
}

function useFlash() {
  const [text, setText] = useState("");
  const timer = useRef(0);
  const flash = (words) => {
    clearTimeout(timer.current);
    setText(words);
    timer.current = setTimeout(() => setText(""), 900);
  };
  return [text, flash];
}

export function CoursePlayer(props) {
  const { src, lessonId, visit, texts, sections = [], resumeSeconds = 0 } = props;
  // The lesson in the player: the page's own, or one that is ahead until the server tells of it.
  const opened = useRef({});
  const [ahead, setAhead] = useState(null);
  const { title, poster, sprites, captions = [], chapters = [] } = ahead ?? props;
  const moved = useRef(null);   // where to go once there is a picture
  const hasChosen = useRef(false);   // somebody sought a place in what is opened
  const askedAt = useRef(-Infinity);   // when the page was last asked for a lesson
  const player = useRef(null);
  const isArmed = useRef(false);
  const wantsPlay = useRef(false);
  const [trouble, setTrouble] = useState("");
  const [stream] = useState(() => new Stream(setTrouble));
  const [memory] = useState(() => new Memory());
  const { wishes } = props;
  memory.wishes = wishes;
  const [source, setSource] = useState(null);
  const [isShown, setShown] = useState(false);
  const [resumedAt, setResumedAt] = useState(0);
  const [flashed, flash] = useFlash();
  const isStarted = useMediaState("started", player);
  const navigate = useNavigate();
  const go = (href) => (href ? () => {
    openAhead(href);
    navigate(href, { preventScrollReset: true });
  } : undefined);
  const progress = useProgress(player, isArmed, {
    ...props,
    onRefused: (status) => stream.stop(status === 401 ? "signed_out" : "refused"),
  });

  const open = (lesson) => {
    opened.current = lesson;
    progress.open(lesson);
    isArmed.current = false;
    moved.current = null;
    hasChosen.current = false;
    wantsPlay.current = Boolean(props.plays || navigator.userActivation?.hasBeenActive);
    stream.startAt(lesson.resumeSeconds);
    setShown(false);
    setResumedAt(lesson.resumeSeconds);
    emit("time", { lessonId: lesson.lessonId, time: lesson.resumeSeconds, isPlaying: false });
    setSource({ src: lesson.src, type: "application/x-mpegurl" });
  };
  const openAhead = (href) => {
    const id = lessonIn(href, location.href);
    if (id) askedAt.current = performance.now();
    const lesson = opened.current.src && id !== opened.current.lessonId && aheadOf(sections, id);
    if (!lesson) return;
    open(lesson);
    setAhead(lesson);
  };
  useFollowedLinks(openAhead);
  const moveTo = (to) => {
    const at = mediaOf(player.current).currentTime;
    const start = opened.current.resumeSeconds;
    if (!isToMove({ start, to, at, hasChosen: hasChosen.current })) return;
    setResumedAt(to);
    player.current.currentTime = to;
  };
  // The server tells of what is ahead: refused a moment ago, or watched elsewhere in between.
  const agree = () => {
    if (stream.isStopped) stream.retryNow();
    if (isShown) moveTo(resumeSeconds);
    else moved.current = resumeSeconds;
  };

  useLayoutEffect(() => {
    if (isOldVisit(visit)) return;
    // Two lessons clicked, one after the other: the first is told of, the second is on.
    if (ahead && ahead.src !== src && lessonIn(location.href, location.href) === ahead.lessonId) return;
    setAhead(null);
    forgetWatched(askedAt.current);
    if (opened.current.src !== src) open({ lessonId, src, resumeSeconds, isDone: props.isDone });
    else if (ahead) agree();
  }, [src, visit]);

  stream.onGone = () => {
    const { currentTime, paused } = player.current;
    progress.again();
    isArmed.current = false;
    wantsPlay.current = !paused;
    stream.startAt(currentTime);
    setSource({ src: opened.current.src + "?again=" + Date.now(), type: "application/x-mpegurl" });
  };

  // Without one vidstack names an empty address, and the browser asks for this very page.
  const artwork = useMemo(() => (poster ? [{ src: poster }] : []), [poster]);
  useEffect(() => { import("hls.js"); }, []);
  useEffect(() => {
    if (!isShown || !resumedAt) return undefined;
    const timer = setTimeout(() => setResumedAt(0), 10_000);
    return () => clearTimeout(timer);
  }, [isShown, resumedAt]);

  // vidstack keeps "ended", and with it the last second, when somebody goes back from the end.
  const followBack = ({ video }) => video?.addEventListener("seeking", () => {
    if (!video.ended) player.current?.$state.ended.set(false);
  });
  const appear = () => {
    setShown(true);
    if (moved.current !== null) moveTo(moved.current);
    moved.current = null;
  };
  const begin = () => {
    const at = stream.startSeconds;
    const video = player.current.el.querySelector("video");
    isArmed.current = true;
    if (!isHLSProvider(player.current.provider) && at) player.current.currentTime = at;
    whenShown(video, at, appear);
    if (wantsPlay.current) player.current.play().catch(() => {});
  };
  const tell = ({ currentTime }) => {
    if (!isArmed.current) return;
    const { paused, playbackRate } = player.current;
    const { lessonId } = opened.current;
    emit("time", { lessonId, time: currentTime, isPlaying: !paused, rate: playbackRate });
  };
  const settle = () => {
    if (!isShown) return;
    hasChosen.current = true;
    progress.touch();
    progress.report();
  };
  const retry = () => {
    stream.retryNow();
    if (ahead) props.onAskAgain?.();
  };
  const startOver = () => {
    setResumedAt(0);
    seekTo(player.current, 0);
    player.current.play().catch(() => {});
  };
  const onUse = (name) => {
    const { playbackRate, volume, muted, currentTime } = mediaOf(player.current);
    if (name === "<" || name === ">") flash(playbackRate + "×");
    else if (/^Arrow(Up|Down)$|^m$/.test(name)) flash(texts.volume + " " + (muted ? 0 : Math.round(100 * volume)) + "%");
    else if (/^[jl0-9,.]$|^Arrow|^Home$|^End$/.test(name)) flash(clockText(currentTime));
  };
  const remote = useMediaRemote(player);
  const onDouble = (_, event) => {
    event.preventDefault();
    toggleFull(player.current, remote).catch(() => {});
  };
  useKeys(player, {
    remote,
    goNext: () => go(props.nextHref)?.(),
    goPrevious: () => go(props.previousHref)?.(),
    onUse,
  });
  useBus("seek", ({ lessonId, time }) => {
    // The lines of the lesson before stay until the page tells of the one that is ahead.
    if (lessonId !== opened.current.lessonId) return;
    seekTo(player.current, time);
    player.current.play().catch(() => {});
  });

  const told = toldOf(trouble, usePageAwaited(ahead));
  const isCovered = !isShown || (!isStarted && !resumedAt);
  return (
    <MediaPlayer ref={player} className="mp" src={source ?? ""} title={title} load="eager" playsInline
      viewType="video" streamType="on-demand" keyDisabled storage={memory}
      ariaLabel={fill(texts.label, { title })} artwork={artwork} data-shown={isShown || undefined}
      data-captions={wishes?.captions_size}
      onProviderChange={(provider) => stream.equip(provider)} onProviderSetup={followBack}
      onCanPlay={begin}
      onTimeUpdate={tell} onRateChange={() => player.current && tell(player.current)}
      onPlaying={appear} onPlay={() => tell(player.current)}
      onPause={() => { tell(player.current); progress.report(); }}
      onSeeked={settle} onEnded={progress.report}>
      <MediaProvider>
        {captions.map((track) => (
          <Track key={track.url} src={track.url} kind="subtitles" type="vtt"
            label={track.label} language={track.language} />
        ))}
      </MediaProvider>
      {poster && isCovered && <img className="mp-poster" src={poster} alt="" />}
      <Gesture className="mp-gesture mp-fine" event="pointerup" action="toggle:paused" />
      <Gesture className="mp-gesture mp-fine" event="dblpointerup" action="toggle:fullscreen"
        onWillTrigger={onDouble} />
      <Gesture className="mp-gesture mp-coarse" event="pointerup" action="toggle:controls" />
      <Gesture className="mp-gesture mp-coarse mp-left" event="dblpointerup" action="seek:-10" />
      <Gesture className="mp-gesture mp-coarse mp-right" event="dblpointerup" action="seek:10" />
      <Captions className="vds-captions mp-captions" />
      <Waiting trouble={told} />
      {!isStarted && !told && <PlayControl texts={texts} isBig />}
      {flashed && <div className="mp-flash" aria-hidden="true">{flashed}</div>}
      {isShown && resumedAt >= 1 && (
        <div className="mp-resumed" role="status">
          <span>{fill(texts.resumed, { time: clockText(resumedAt) })}</span>
          <button type="button" onClick={startOver}>{texts.startOver}</button>
        </div>
      )}
      <ControlBar {...{ texts, stream, sprites, chapters }} floor={isShown ? 0 : resumedAt} />
      <Ended texts={texts} nextTitle={props.nextTitle} onNext={go(props.nextHref)}
        isAutoplay={Boolean(wishes?.is_set && wishes.is_autoplay)} />
      <Trouble kind={told} texts={texts} onRetry={retry} />
    </MediaPlayer>
  );
}
"""
