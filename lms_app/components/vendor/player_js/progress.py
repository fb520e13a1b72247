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
  constructor({ lessonId, url, onCredit, onRefused }) {
    Object.assign(this, { lessonId, url, onCredit, onRefused });
    this.ranges = [];
    this.position = 0;
    this.isTouched = false;   // nothing is reported before something played or was sought
    this.isClosed = false;
    this.isSending = false;
    this.isWaiting = false;
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
      if (answer.ok) this.onCredit(await answer.json());
      else if ([401, 403, 404].includes(answer.status)) {
        this.isStopped = true;
        this.onRefused(answer.status);
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
"""
