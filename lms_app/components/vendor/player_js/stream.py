"""Loading the stream: full hls.js from our own bundle, where to start, what to do about errors.

Three kinds of trouble heal themselves: an address that has expired (the playlists are asked for
again, with fresh signatures, and playback goes on at the same second), a video that was replaced
while somebody watches (the new one is opened there) and a network that is away (growing pauses
between tries). What does not heal becomes words, and a button.
"""

JS = r"""
const RETRY_SECONDS = [1, 2, 4, 8];
const REFRESH_APART_SECONDS = 30;
const QUALITY = "margin-player-quality";
const EXPIRED = [403, 410];
const PLAYLISTS = ["manifestLoadError", "manifestLoadTimeOut", "levelLoadError", "audioTrackLoadError"];

class Stream {
  constructor(onTrouble) {
    this.onTrouble = onTrouble;   // "" | "retrying" | "failed" | "refused" | "signed_out"
    this.startSeconds = 0;
    this.wantedHeight = Number(kept.read(QUALITY)) || 0;   // 0: as the line allows
    this.tries = 0;
    this.timer = 0;
    this.isStopped = false;
    this.refreshedAt = -Infinity;
    this.goneAt = -Infinity;
    this.onGone = () => {};
  }

  // Called by vidstack when it has chosen its provider, before anything is loaded.
  equip(provider) {
    if (!isHLSProvider(provider)) return;
    provider.library = () => import("hls.js");
    // vidstack names the list to the video itself, for AirPlay. A browser that knows HLS (Chromium
    // does) would load it and play it on its own for as long as hls.js is under way.
    const append = provider.appendSource.bind(provider);
    provider.appendSource = (...given) => { if (provider.instance) append(...given); };
    provider.config = {
      startPosition: this.startSeconds,
      capLevelToPlayerSize: true,
      testBandwidth: false,
      abrEwmaDefaultEstimate: 2_500_000,
      maxBufferLength: 30,
      maxMaxBufferLength: 60,
      backBufferLength: 60,
    };
    provider.onInstance((hls) => {
      this.hls = hls;
      hls.on("hlsManifestParsed", () => { hls.loadLevel = this.wantedLevel(); });
      hls.on("hlsError", (_, data) => this.onError(data));
      hls.on("hlsFragBuffered", () => this.recovered());
    });
  }

  wantedLevel() {
    return this.hls.levels.findIndex((level) => level.height === this.wantedHeight);
  }

  // From the next segment on; -1 leaves the choice to hls.js.
  want(height) {
    this.wantedHeight = height;
    kept.write(QUALITY, String(height));
    if (this.hls) this.hls.nextLevel = this.wantedLevel();
  }

  // The next source starts here. hls.js reads it when the source is set.
  startAt(seconds) {
    this.startSeconds = seconds;
    this.tries = 0;
    this.isStopped = false;
    this.forgetTimer();
    this.onTrouble("");
    if (this.hls) this.hls.config.startPosition = seconds;
  }

  onError(data) {
    const status = data.response?.code;
    const isKey = data.details === "keyLoadError";
    if (isKey || PLAYLISTS.includes(data.details)) {
      if (status === 401) return this.stop("signed_out");
      if (status === 403 || status === 404) return this.stop("refused");
    }
    if (data.details === "fragLoadError" && EXPIRED.includes(status)) {
      if (!this.refresh()) this.retryLater();
      return;
    }
    if (data.details === "fragLoadError" && status === 404) {
      if (!this.reopen()) this.retryLater();
      return;
    }
    if (data.type !== "networkError") return;
    if (data.fatal) this.retryLater();
    else if (data.details === "fragLoadError") this.onTrouble("retrying");
  }

  // Forget the playlists: hls.js asks for them again and goes on where it stands.
  refresh() {
    const now = performance.now() / 1000;
    if (now - this.refreshedAt < REFRESH_APART_SECONDS) return false;
    this.refreshedAt = now;
    this.reload();
    return true;
  }

  // What the playlists name is no longer there: the lesson has another video by now.
  reopen() {
    const now = performance.now() / 1000;
    if (now - this.goneAt < REFRESH_APART_SECONDS) return false;
    this.goneAt = now;
    this.onGone();
    return true;
  }

  reload() {
    const { hls } = this;
    if (!hls) return;
    if (!hls.levels.length) { hls.loadSource(hls.url); return; }
    const at = hls.media ? hls.media.currentTime || this.startSeconds : this.startSeconds;
    hls.stopLoad();
    // The one that loads sound keeps a list of its own, and would ask for the old addresses again.
    const sounds = [hls.allAudioTracks ?? hls.audioTracks, hls.audioStreamController?.levels ?? []];
    for (const rendition of [...hls.levels, ...sounds.flat()]) rendition.details = undefined;
    hls.startLoad(at);
  }

  // One wait at a time: picture and sound fail together.
  retryLater() {
    if (this.timer || this.isStopped) return;
    if (this.tries >= RETRY_SECONDS.length) { this.stop("failed"); return; }
    this.onTrouble("retrying");
    this.hls.stopLoad();
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.reload();
    }, 1000 * RETRY_SECONDS[this.tries]);
    this.tries += 1;
  }

  forgetTimer() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  retryNow() {
    this.tries = 0;
    this.isStopped = false;
    this.forgetTimer();
    this.onTrouble("retrying");
    this.reload();
  }

  recovered() {
    if (this.isStopped) return;
    this.tries = 0;
    this.forgetTimer();
    this.onTrouble("");
  }

  stop(reason) {
    this.isStopped = true;
    this.hls?.stopLoad();
    this.forgetTimer();
    this.onTrouble(reason);
  }
}
"""
