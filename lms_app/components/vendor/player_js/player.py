"""The player itself: one instance that lives from lesson to lesson of a page."""

JS = r"""
function useProgress(player, isArmed, { lessonId, beatUrl, reports, isDone, onLessonDone, onRefused }) {
  const meter = useRef(null);
  const told = useRef(isDone);
  const done = useRef(onLessonDone);
  useEffect(() => { done.current = onLessonDone; });

  const videoOf = () => player.current?.el?.querySelector("video");
  const read = () => { if (isArmed.current) meter.current?.read(videoOf()); };
  const report = () => { read(); meter.current?.send(); };
  const close = ({ silently = false } = {}) => {
    if (!silently) report();
    if (meter.current) meter.current.isClosed = true;
    meter.current = null;
  };
  const open = (how) => {
    close(how);
    told.current = isDone;
    if (!reports) return;
    meter.current = new Meter({
      lessonId,
      url: beatUrl,
      onRefused,
      onCredit: (credit) => {
        emit("credit", { lessonId, ...credit });
        if (!credit.lesson_done || told.current) return;
        told.current = true;
        done.current?.(lessonId);
      },
    });
  };

  useEffect(() => {
    let seconds = 0;
    const tick = setInterval(() => {
      if (!player.current || player.current.paused) return;
      seconds += 1;
      if (seconds % BEAT_SECONDS) read(); else report();
    }, 1000);
    const leave = () => { read(); meter.current?.beacon(); };
    const look = () => { if (document.visibilityState === "hidden") leave(); else report(); };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", leave);
    window.addEventListener("online", report);
    return () => {
      clearInterval(tick);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("online", report);
      close();
    };
  }, []);
  return { open, report, touch: () => { if (meter.current) meter.current.isTouched = true; } };
}

// Volume, speed and captions are remembered here; quality by the stream, the place by the server.
class Memory extends LocalMediaStorage {
  onChange(source) { super.onChange(source, null, "margin-player"); }
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

function Ended({ texts, nextTitle, onNext }) {
  const isEnded = useMediaState("ended");
  if (!isEnded || !onNext) return null;
  return (
    <div className="mp-cover mp-ended">
      <p>{texts.next}</p>
      <p className="mp-trouble-title">{nextTitle}</p>
      <button type="button" className="mp-action" onClick={onNext}><PlayIcon size={14} />{texts.playNext}</button>
    </div>
  );
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
  const { src, lessonId, visit, poster, title, texts, captions = [], resumeSeconds = 0 } = props;
  const opened = useRef("");
  const player = useRef(null);
  const isArmed = useRef(false);
  const wantsPlay = useRef(false);
  const [trouble, setTrouble] = useState("");
  const [stream] = useState(() => new Stream(setTrouble));
  const [memory] = useState(() => new Memory());
  const [source, setSource] = useState(null);
  const [isShown, setShown] = useState(false);
  const [resumedAt, setResumedAt] = useState(0);
  const [flashed, flash] = useFlash();
  const isStarted = useMediaState("started", player);
  const navigate = useNavigate();
  const go = (href) => (href ? () => navigate(href, { preventScrollReset: true }) : undefined);
  const progress = useProgress(player, isArmed, {
    ...props,
    onRefused: (status) => stream.stop(status === 401 ? "signed_out" : "refused"),
  });

  useLayoutEffect(() => {
    if (opened.current === src || isOldVisit(visit)) return;
    opened.current = src;
    progress.open();
    isArmed.current = false;
    wantsPlay.current = Boolean(props.plays || navigator.userActivation?.hasBeenActive);
    stream.startAt(resumeSeconds);
    setShown(false);
    setResumedAt(resumeSeconds);
    emit("time", { lessonId, time: resumeSeconds, isPlaying: false });
    setSource({ src, type: "application/x-mpegurl" });
  }, [src, visit]);

  // Another video stands in this lesson: what was seen of the old one counts for nothing in it.
  stream.onGone = () => {
    const { currentTime, paused } = player.current;
    progress.open({ silently: true });
    isArmed.current = false;
    wantsPlay.current = !paused;
    stream.startAt(currentTime);
    setSource({ src: src + "?again=" + Date.now(), type: "application/x-mpegurl" });
  };

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
  const begin = () => {
    const at = stream.startSeconds;
    const video = player.current.el.querySelector("video");
    isArmed.current = true;
    if (!isHLSProvider(player.current.provider) && at) player.current.currentTime = at;
    whenShown(video, at, () => setShown(true));
    if (wantsPlay.current) player.current.play().catch(() => {});
  };
  const tell = ({ currentTime }) => {
    if (!isArmed.current) return;
    const { paused, playbackRate } = player.current;
    emit("time", { lessonId, time: currentTime, isPlaying: !paused, rate: playbackRate });
  };
  const settle = () => {
    if (isShown) { progress.touch(); progress.report(); }
  };
  const startOver = () => {
    setResumedAt(0);
    player.current.currentTime = 0;
    player.current.play().catch(() => {});
  };
  const onUse = (name) => {
    const { playbackRate, volume, muted, currentTime } = mediaOf(player.current);
    if (name === "<" || name === ">") flash(playbackRate + "×");
    else if (/^Arrow(Up|Down)$|^m$/.test(name)) flash(texts.volume + " " + (muted ? 0 : Math.round(100 * volume)) + "%");
    else if (/^[jl0-9,.]$|^Arrow|^Home$|^End$/.test(name)) flash(clockText(currentTime));
  };
  useKeys(player, {
    remote: useMediaRemote(player),
    goNext: () => go(props.nextHref)?.(),
    goPrevious: () => go(props.previousHref)?.(),
    onUse,
  });
  useBus("seek", ({ time }) => {
    player.current.currentTime = time;
    player.current.play().catch(() => {});
  });

  const isCovered = !isShown || (!isStarted && !resumedAt);
  return (
    <MediaPlayer ref={player} className="mp" src={source ?? ""} title={title} load="eager" playsInline
      viewType="video" streamType="on-demand" keyDisabled storage={memory}
      ariaLabel={fill(texts.label, { title })} data-shown={isShown || undefined}
      onProviderChange={(provider) => stream.equip(provider)} onProviderSetup={followBack}
      onCanPlay={begin}
      onTimeUpdate={tell} onRateChange={() => player.current && tell(player.current)}
      onPlaying={() => setShown(true)} onPlay={() => tell(player.current)}
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
      <Gesture className="mp-gesture mp-fine" event="dblpointerup" action="toggle:fullscreen" />
      <Gesture className="mp-gesture mp-coarse" event="pointerup" action="toggle:controls" />
      <Gesture className="mp-gesture mp-coarse mp-left" event="dblpointerup" action="seek:-10" />
      <Gesture className="mp-gesture mp-coarse mp-right" event="dblpointerup" action="seek:10" />
      <Captions className="vds-captions mp-captions" />
      <Waiting trouble={trouble} />
      {!isStarted && !trouble && <PlayControl texts={texts} isBig />}
      {flashed && <div className="mp-flash" aria-hidden="true">{flashed}</div>}
      {isShown && resumedAt >= 1 && (
        <div className="mp-resumed" role="status">
          <span>{fill(texts.resumed, { time: clockText(resumedAt) })}</span>
          <button type="button" onClick={startOver}>{texts.startOver}</button>
        </div>
      )}
      <ControlBar texts={texts} stream={stream} sprites={props.sprites} floor={isShown ? 0 : resumedAt} />
      <Ended texts={texts} nextTitle={props.nextTitle} onNext={go(props.nextHref)} />
      <Trouble kind={trouble} texts={texts} onRetry={() => stream.retryNow()} />
    </MediaPlayer>
  );
}
"""
