"""Keys of the player. Single keys work wherever no control wants them, and can be turned off."""

JS = r"""
const SPEEDS = [0.75, 1, 1.2, 1.4, 1.6, 1.8, 2];
const KEYS_SETTING = "margin-player-keys";
const FRAME_SECONDS = 1 / 30;

const nextSpeed = (rate, step) => {
  const nearest = SPEEDS.findIndex((speed) => speed >= rate - 0.01);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, nearest + step))];
};

// Typing, dialogs and menus keep their keys; so do combinations with a modifier. When the bar hides
// with the focus in it, vidstack puts the focus on the player and takes the next key to bring the bar
// back: that key is pressed for what it does.
function isTaken(event, player) {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  if (event.defaultPrevented && event.target !== player.el) return true;
  const at = event.target instanceof Element ? event.target : document.body;
  if (document.querySelector("[role=dialog], [role=alertdialog]")) return true;
  if (at.closest("[role=menu]")) return true;
  return Boolean(at.closest("textarea, select, [contenteditable=true], input:not([type=range])"));
}

// Keys that a focused control or a scrolled list needs for itself.
function isWanted(event) {
  const at = event.target instanceof Element ? event.target : document.body;
  if (event.key === " " || event.key === "Enter") return Boolean(at.closest("button, a, summary"));
  if (at.closest("input[data-volume]")) return event.key.startsWith("Arrow");
  if (/^Arrow|^Home$|^End$/.test(event.key)) return Boolean(at.closest("[role=tab], [data-own-keys]"));
  return false;
}

// The player's own state follows the media a moment later; a quick second press must not be lost.
const mediaOf = (player) => player.el?.querySelector("video") || player;

// vidstack drops a place that it believes to be at: “on 10” and “back 10” right after it.
function seekTo(player, seconds) {
  mediaOf(player).currentTime = seconds;
}

function seekBy(player, seconds) {
  seekTo(player, Math.min(player.duration || 0, Math.max(0, mediaOf(player).currentTime + seconds)));
}

function louderBy(player, step) {
  player.volume = Math.min(1, Math.max(0, mediaOf(player).volume + step));
}

function fasterBy(player, step) {
  player.playbackRate = nextSpeed(mediaOf(player).playbackRate, step);
}

function togglePlay(player) {
  const media = mediaOf(player);
  return media.paused ? media.play() : media.pause();
}

const ACTIONS = {
  " ": togglePlay,
  k: togglePlay,
  j: (player) => seekBy(player, -10),
  l: (player) => seekBy(player, 10),
  ArrowLeft: (player) => seekBy(player, -5),
  ArrowRight: (player) => seekBy(player, 5),
  ArrowUp: (player) => { player.muted = false; louderBy(player, 0.05); },
  ArrowDown: (player) => louderBy(player, -0.05),
  m: (player) => { player.muted = !mediaOf(player).muted; },
  c: (player, tools) => tools.remote.toggleCaptions(),
  f: (player, tools) => toggleFull(player, tools.remote),
  "<": (player) => fasterBy(player, -1),
  ">": (player) => fasterBy(player, 1),
  ",": (player) => { player.pause(); seekBy(player, -FRAME_SECONDS); },
  ".": (player) => { player.pause(); seekBy(player, FRAME_SECONDS); },
  Home: (player) => seekTo(player, 0),
  End: (player) => seekTo(player, Math.max(0, player.duration - 0.1)),
  N: (player, tools) => tools.goNext(),
  P: (player, tools) => tools.goPrevious(),
  "?": () => document.querySelector(".keys-button")?.click(),
};

// With Hangul on, the letter keys say ㅏ or nothing at all: then the key's place on the board counts.
function nameOf(event) {
  const isPlain = /^[\x20-\x7e]$/.test(event.key);
  const name = isPlain || !/^Key[A-Z]$/.test(event.code) ? event.key : event.code[3];
  return name.length === 1 && !event.shiftKey ? name.toLowerCase() : name;
}

function actionOf(name) {
  if (/^[0-9]$/.test(name)) {
    return (player) => seekTo(player, (player.duration || 0) * Number(name) / 10);
  }
  return ACTIONS[name];
}

function useKeys(playerRef, tools) {
  const latest = useRef(tools);
  useEffect(() => { latest.current = tools; });
  useEffect(() => {
    const press = (event) => {
      const player = playerRef.current;
      if (!player || isTaken(event, player) || isWanted(event)) return;
      const name = nameOf(event);
      if (kept.read(KEYS_SETTING) === "off" && name.length === 1 && name !== " ") return;
      const act = actionOf(name);
      if (!act) return;
      event.preventDefault();
      Promise.resolve(act(player, latest.current)).catch(() => {});
      latest.current.onUse(name);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
"""
