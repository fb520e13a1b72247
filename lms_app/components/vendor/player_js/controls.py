"""The bar over the video: scrubber, times, buttons. Scrubber and volume are native ranges under
drawn tracks, so that keyboards and screen readers know them."""

JS = r"""
const share = (part, whole) => (whole > 0 ? Math.min(100, (100 * part) / whole) + "%" : "0%");

const within = ({ start, end }, seconds) => share(Math.max(0, seconds - start), end - start);

function ScrubTrack({ parts, duration, loaded, at }) {
  if (parts.length < 2) {
    return (
      <div className="mp-track">
        <div className="mp-loaded" style={{ width: share(loaded, duration) }} />
        <div className="mp-seen" style={{ width: share(at, duration) }} />
      </div>
    );
  }
  return (
    <div className="mp-track has-parts">
      {parts.map((part) => (
        <div key={part.start} className="mp-part" data-chapter={part.title}
          style={{ left: share(part.start, duration), width: `calc(${share(part.end - part.start, duration)} - ${part.end < duration ? 3 : 0}px)` }}>
          <div className="mp-loaded" style={{ width: within(part, loaded) }} />
          <div className="mp-seen" style={{ width: within(part, at) }} />
        </div>
      ))}
    </div>
  );
}

function Scrubber({ texts, floor, sprites, chapters }) {
  const [pictureAt, load] = useSprites(sprites);
  const player = useMediaPlayer();
  const time = Math.max(useMediaState("currentTime"), floor);
  const duration = useMediaState("duration");
  const loaded = useMediaState("bufferedEnd");
  const [dragged, setDragged] = useState(null);
  const [hover, setHover] = useState(null);
  const at = dragged ?? time;
  const parts = useMemo(() => partsOf(chapters, duration), [chapters, duration]);
  const chapter = partAt(parts, at)?.title;
  const said = { time: clockText(at), total: clockText(duration), chapter };
  const point = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const ratio = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    load();
    setHover({ left: 100 * ratio + "%", seconds: ratio * duration });
  };
  const seek = () => {
    if (dragged !== null) player.currentTime = dragged;
    setDragged(null);
  };
  return (
    <div className="mp-scrub" onPointerMove={point} onPointerLeave={() => setHover(null)}>
      <ScrubTrack {...{ parts, duration, loaded, at }} />
      <div className="mp-thumb" style={{ left: share(at, duration) }} />
      {hover && <Hover at={hover} title={partAt(parts, hover.seconds)?.title}
        picture={pictureAt(hover.seconds)} onLost={load} />}
      <input type="range" min="0" max={Math.max(1, Math.floor(duration))} step="1"
        value={Math.floor(at)} aria-label={texts.seek}
        aria-valuetext={fill(chapter ? texts.seekValueChapter : texts.seekValue, said)}
        onChange={(event) => setDragged(Number(event.target.value))}
        onPointerUp={seek} onKeyUp={seek} onBlur={seek} />
    </div>
  );
}

function Hover({ at, title, picture, onLost }) {
  const name = title && <span className="mp-hover-title">{title}</span>;
  if (!picture) return <div className="mp-hover" style={{ left: at.left }}>{name}{clockText(at.seconds)}</div>;
  const { url, x, y, width, height } = picture, half = width / 2 + 4 + "px";
  const left = `clamp(${half}, ${at.left}, calc(100% - ${half}))`;
  return (
    <div className="mp-hover mp-hover-picture" style={{ left }}>
      <span className="mp-sprite" style={{ width, height }}>
        <img src={url} alt="" style={{ left: -x, top: -y }} onError={onLost} />
      </span>
      {name}
      {clockText(at.seconds)}
    </div>
  );
}

function Volume({ texts }) {
  const player = useMediaPlayer();
  const volume = useMediaState("volume");
  const isMuted = useMediaState("muted") || volume === 0;
  const canSet = useMediaState("canSetVolume");
  const level = isMuted ? 0 : Math.round(100 * volume);
  const set = (event) => {
    player.muted = false;
    player.volume = Number(event.target.value) / 100;
  };
  return (
    <div className="mp-volume">
      <button type="button" className="mp-button" aria-label={isMuted ? texts.unmute : texts.mute}
        title={isMuted ? texts.unmute : texts.mute}
        onClick={() => { player.muted = !isMuted; if (isMuted && volume === 0) player.volume = 0.5; }}>
        {isMuted ? <VolumeX size={20} /> : level < 50 ? <Volume1 size={20} /> : <Volume2 size={20} />}
      </button>
      {canSet === "unsupported" ? null : (
        <div className="mp-volume-slide">
          <div className="mp-track"><div className="mp-level" style={{ width: level + "%" }} /></div>
          <input type="range" data-volume="" min="0" max="100" step="5" value={level}
            aria-label={texts.volume} aria-valuetext={level + "%"} onChange={set} />
        </div>
      )}
    </div>
  );
}

function PlayIcon({ size = 20 }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
      <path d="M3 1.6v8.8a.6.6 0 0 0 .92.5l6.8-4.4a.6.6 0 0 0 0-1L3.92 1.1A.6.6 0 0 0 3 1.6z" />
    </svg>
  );
}

function PlayControl({ texts, isBig = false }) {
  const player = useMediaPlayer();
  const isPaused = useMediaState("paused");
  const isEnded = useMediaState("ended");
  const label = isEnded ? texts.replay : isPaused ? texts.play : texts.pause;
  const size = isBig ? 28 : 20;
  const toggle = () => { togglePlay(player)?.catch?.(() => {}); };
  return (
    <button type="button" className={isBig ? "mp-big" : "mp-button"} aria-label={label} title={label}
      data-player-play={isBig ? undefined : ""} onClick={toggle}>
      {isEnded ? <RotateCcw size={size} /> : isPaused ? <PlayIcon size={size} /> : <Pause size={size} fill="currentColor" strokeWidth={0} />}
    </button>
  );
}

function Jump({ seconds, label }) {
  const player = useMediaPlayer();
  return (
    <button type="button" className="mp-button mp-jump" aria-label={label} title={label}
      onClick={() => seekBy(player, seconds)}>
      <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor"
        strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        <g transform={seconds > 0 ? "matrix(-1 0 0 1 24 0)" : undefined}>
          <path d="M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8" /><path d="M3 3v5h5" />
        </g>
      </svg>
    </button>
  );
}

function Times({ floor }) {
  const time = Math.max(useMediaState("currentTime"), floor);
  const duration = useMediaState("duration");
  return <span className="mp-time">{clockText(time)} / {clockText(duration)}</span>;
}

// The chapter that is on, which opens the list of all.
function ChapterMenu({ texts, floor, chapters }) {
  const player = useMediaPlayer();
  const duration = useMediaState("duration");
  const time = Math.max(useMediaState("currentTime"), floor);
  const parts = useMemo(() => partsOf(chapters, duration).filter((part) => part.title), [chapters, duration]);
  if (!parts.length) return null;
  const now = partAt(parts, time), title = now?.title ?? parts[0].title;
  const options = parts.map((part) => ({
    value: String(part.start),
    label: <><span className="mp-chapter-time">{clockText(part.start)}</span>{part.title}</>,
    // Not the group's onChange: it also tells when playback or a seek comes into another chapter.
    onSelect: () => seekTo(player, part.start),
  }));
  return (
    <PillMenu className="mp-chapter" placement="top start" label={fill(texts.chapters, { chapter: title })}
      value={now ? String(now.start) : ""} options={options}>
      <List size={18} className="mp-narrow" aria-hidden="true" /><span className="mp-wide">{title}</span>
    </PillMenu>
  );
}

function ScreenButtons({ texts }) {
  const remote = useMediaRemote();
  const player = useMediaPlayer();
  const canPip = useMediaState("canPictureInPicture");
  const isPip = useMediaState("pictureInPicture");
  const canFull = useMediaState("canFullscreen");
  const isFull = useMediaState("fullscreen");
  const pip = isPip ? texts.pipExit : texts.pip;
  const full = isFull ? texts.fullscreenExit : texts.fullscreen;
  return (
    <>
      {canPip && (
        <button type="button" className="mp-button mp-wide" aria-label={pip} title={pip}
          onClick={() => remote.togglePictureInPicture()}><PictureInPicture2 size={19} /></button>
      )}
      {canFull && (
        <button type="button" className="mp-button" aria-label={full} title={full}
          onClick={() => toggleFull(player, remote).catch(() => {})}>
          {isFull ? <Minimize size={19} /> : <Maximize size={19} />}
        </button>
      )}
    </>
  );
}

function ControlBar({ texts, floor, stream, sprites, chapters }) {
  return (
    <Controls.Root className="mp-controls" hideDelay={2500}>
      <Controls.Group className="mp-inner">
        <Scrubber {...{ texts, floor, sprites, chapters }} />
        <div className="mp-bar">
          <PlayControl texts={texts} />
          <Jump seconds={-10} label={texts.back} />
          <Jump seconds={10} label={texts.forward} />
          <Volume texts={texts} />
          <Times floor={floor} />
          <ChapterMenu {...{ texts, floor, chapters }} />
          <span className="mp-gap" />
          <CaptionMenu texts={texts} />
          <SpeedMenu texts={texts} />
          <QualityMenu texts={texts} stream={stream} />
          <ScreenButtons texts={texts} />
        </div>
      </Controls.Group>
    </Controls.Root>
  );
}
"""
