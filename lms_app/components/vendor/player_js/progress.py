"""Honest progress: which seconds really played, reported every 10 s and when the page is left.

`video.played` is the browser's own record: it grows only while playback advances, at any speed
and in background tabs, and leaves out what a seek jumped over. It is emptied when a stream is
attached anew, so the meter merges what it reads into its own list.
"""

JS = r"""
const BEAT_SECONDS = 10;
const MOST_RANGES = 500;
const TOUCHING_SECONDS = 0.05;

// Sorted, without overlaps: [[0, 5], [4, 9], [20, 21]] -> [[0, 9], [20, 21]]
export function mergeRanges(ranges) {
  const merged = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (!(end > start)) continue;
    const tail = merged[merged.length - 1];
    if (tail && start <= tail[1] + TOUCHING_SECONDS) tail[1] = Math.max(tail[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

// The longest ones, in order: what a report may hold.
export function fewest(ranges, most = MOST_RANGES) {
  if (ranges.length <= most) return ranges;
  const longest = [...ranges].sort((a, b) => (b[1] - b[0]) - (a[1] - a[0])).slice(0, most);
  return longest.sort((a, b) => a[0] - b[0]);
}

const milli = (seconds) => Math.round(seconds * 1000) / 1000;

export class Meter {
  constructor({ lessonId, url, isTold, onCredit, onRefused }) {
    // isTold: the page knows that the lesson is complete.
    Object.assign(this, { lessonId, url, isTold, onCredit, onRefused });
    this.ranges = [];
    this.position = 0;
    this.isTouched = false;   // nothing is reported before something played or was sought
    this.isClosed = false;
    this.isSending = false;
    this.isWaiting = false;
    this.answeredAt = Infinity;   // when the last report of a closed one had arrived
  }

  read(video) {
    if (this.isClosed || !video) return;
    const played = video.played;
    const now = Array.from({ length: played.length }, (_, i) => [played.start(i), played.end(i)]);
    this.ranges = mergeRanges([...this.ranges, ...now]);
    this.isTouched = this.isTouched || this.ranges.length > 0;
    this.position = video.currentTime;
  }

  body() {
    return JSON.stringify({
      lesson_id: this.lessonId,
      played: fewest(this.ranges).map(([start, end]) => [milli(start), milli(end)]),
      position_seconds: milli(this.position),
    });
  }

  // One request at a time; what comes meanwhile is sent once more with all that is known then.
  async send() {
    if (!this.isTouched || this.isStopped) return;
    if (this.isSending) { this.isWaiting = true; return; }
    this.isSending = true;
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json" },
        body: this.body(),
      });
      if (answer.ok) {
        if (this.isClosed && !this.isWaiting) this.answeredAt = performance.now();
        this.onCredit(await answer.json());
      } else if ([401, 403, 404].includes(answer.status)) {
        this.isStopped = true;
        if (!this.isClosed) this.onRefused(answer.status);
      }
    } catch { /* offline: the next report holds everything */ }
    this.isSending = false;
    if (this.isWaiting) { this.isWaiting = false; this.send(); }
  }

  // For a page that is going away: survives it, and waits for no answer.
  beacon() {
    if (!this.isTouched || this.isStopped) return;
    navigator.sendBeacon(this.url, new Blob([this.body()], { type: "application/json" }));
  }
}

function useProgress(player, isArmed, { beatUrl, reports, onLessonDone, onRefused }) {
  const meter = useRef(null);
  const done = useRef(onLessonDone);
  useEffect(() => { done.current = onLessonDone; });

  const videoOf = () => player.current?.el?.querySelector("video");
  const read = () => { if (isArmed.current) meter.current?.read(videoOf()); };
  const report = () => { read(); meter.current?.send(); };
  const close = ({ silently = false } = {}) => {
    if (!silently) report();
    if (meter.current) meter.current.isClosed = true;
    if (meter.current?.isTouched) watched.set(meter.current.lessonId, meter.current);
    meter.current = null;
  };
  const open = ({ lessonId, isDone }, how) => {
    close(how);
    if (!reports) return;
    const opened = new Meter({
      lessonId,
      url: beatUrl,
      isTold: isDone,
      onRefused,
      onCredit: (credit) => {
        emit("credit", { lessonId, ...credit });
        if (!credit.lesson_done || opened.isTold) return;
        opened.isTold = true;
        done.current?.(lessonId);
      },
    });
    meter.current = opened;
  };
  // Another video stands in the lesson that is on: what was seen of the old one counts for nothing
  // in it.
  const again = () => {
    const { lessonId, isTold } = meter.current ?? {};
    if (lessonId) open({ lessonId, isDone: isTold }, { silently: true });
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
  return { open, again, report, touch: () => { if (meter.current) meter.current.isTouched = true; } };
}
"""
