"""The browser side of an upload: parts of a file straight to signed addresses, three at a time.

One store for the tab (it outlives page changes), keyed by lesson. `phase` of an item is starting,
moving, waiting (no connection, tries again by itself), paused, failed or finished.
"""

STORE_JS = """
const marginUploads = (globalThis.__marginUploads ??= (() => {
  const items = new Map(), watchers = new Set(), listeners = new Set();
  const PARALLEL = 3, TRIES = 8, BASE = "/api/uploads";
  let views = [];
  const isBusy = (item) => !item.isSent && ["starting", "moving", "waiting"].includes(item.phase);
  const guard = (event) => event.preventDefault();
  const rate = (item) => {
    const [first, last] = [item.marks[0], item.marks.at(-1)];
    return first && last[0] > first[0] ? (last[1] - first[1]) / (last[0] - first[0]) * 1000 : 0;
  };
  const sent = (item) => [...item.moving.values()].reduce((a, b) => a + b, item.stored);
  const view = (item) => {
    const bytes = Math.min(sent(item), item.file.size), speed = rate(item);
    return {lesson: item.lesson, name: item.file.name, size: item.file.size, sent: bytes,
      percent: Math.floor(bytes / item.file.size * 100), phase: item.phase, error: item.error,
      speed, left: speed > 0 ? (item.file.size - bytes) / speed : 0};
  };
  const tell = () => {
    views = [...items.values()].map(view);
    watchers.forEach((watcher) => watcher());
    window[[...items.values()].some(isBusy) ? "addEventListener" : "removeEventListener"](
      "beforeunload", guard);
  };
  const say = (item, what) => listeners.forEach((listener) => listener(item.lesson, what));
  const tick = (item) => {
    const now = performance.now();
    if (now - (item.told ?? 0) < 250) return;
    item.told = now;
    item.marks = [...item.marks.filter((mark) => now - mark[0] < 8000), [now, sent(item)]];
    tell();
  };
  const call = async (item, method, path, body) => {
    const answer = await fetch(BASE + path, {method, signal: item.abort.signal,
      headers: body ? {"content-type": "application/json"} : {}, body: body && JSON.stringify(body)});
    if (answer.ok) return answer.status === 204 ? null : answer.json();
    const problem = await answer.json().catch(() => ({}));
    const later = answer.status >= 500 || [408, 425, 429].includes(answer.status);
    throw Object.assign(new Error(problem.detail ?? ""),
      {status: answer.status, code: problem.code, isFinal: !later});
  };
  const put = (item, signed, blob) => new Promise((done, fail) => {
    const request = new XMLHttpRequest(), signal = item.abort.signal, stop = () => request.abort();
    const end = (act, value) => { signal.removeEventListener("abort", stop); act(value); };
    request.open("PUT", signed.url);
    request.timeout = 840000;
    for (const name in signed.headers) request.setRequestHeader(name, signed.headers[name]);
    request.upload.onprogress = (e) => { item.moving.set(signed.number, e.loaded); tick(item); };
    request.onload = () => request.status < 300 ? end(done)
      : end(fail, Object.assign(new Error(""), {status: request.status}));
    request.onerror = request.ontimeout = request.onabort = () => end(fail, new Error(""));
    signal.addEventListener("abort", stop, {once: true});
    request.send(blob);
  });
  const pause = (item, seconds) => new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    const now = () => { clearTimeout(timer); done(); };
    window.addEventListener("online", now, {once: true});
    item.abort.signal.addEventListener("abort", now, {once: true});
  });
  const insist = async (item, job) => {
    for (let n = 0; ; n++) {
      try {
        const result = await job();
        if (item.phase === "waiting") { item.phase = "moving"; tell(); }
        return result;
      } catch (error) {
        const isRefused = error.status && error.status !== 425;  // 425: it is being joined already
        if (item.abort.signal.aborted || error.isFinal || (isRefused && n >= TRIES)) throw error;
        if (!error.status || navigator.onLine === false) { item.phase = "waiting"; tell(); }
        await pause(item, Math.min(30, 2 ** n) * (0.75 + Math.random() / 2));
      }
    }
  };
  const sendPart = async (item, number) => {
    const from = (number - 1) * item.partSize, blob = item.file.slice(from, from + item.partSize);
    await blob.slice(0, 1).arrayBuffer().catch(() => {
      throw Object.assign(new Error(item.words.unreadable), {isFinal: true});
    });
    const [signed] = await call(item, "POST", `/${item.id}/parts`, {numbers: [number]});
    try { await put(item, signed, blob); } finally { item.moving.delete(number); }
    item.stored += blob.size;
    tick(item);
  };
  const known = async (item) => {
    // What the server made of the name it alone knows.
    const file = new URLSearchParams({filename: item.file.name, size_bytes: item.file.size});
    try {
      return await call(item, "GET", `/${item.id}?${file}`);
    } catch (error) {
      if ([404, 409].includes(error.status)) return null;
      throw error;
    }
  };
  const prepare = async (item) => {
    const before = item.id ? await known(item) : null;
    const plan = before ?? await call(item, "POST", "", {lesson_id: item.lesson,
      filename: item.file.name, size_bytes: item.file.size});
    const have = new Set(before?.stored_parts ?? []), size = plan.part_size_bytes;
    const length = (n) => n < plan.part_count ? size : item.file.size - size * (n - 1);
    Object.assign(item, {id: plan.asset_id, partSize: size,
      stored: [...have].reduce((sum, n) => sum + length(n), 0)});
    say(item, "started");
    return Array.from({length: plan.part_count}, (_, i) => i + 1).filter((n) => !have.has(n));
  };
  const run = async (item) => {
    const abort = Object.assign(item, {abort: new AbortController(), phase: "starting", error: "",
      marks: []}).abort;
    item.moving.clear();
    tell();
    try {
      const queue = await insist(item, () => prepare(item));
      item.phase = "moving";
      const work = async () => {
        for (let n; (n = queue.shift()); ) await insist(item, () => sendPart(item, n));
      };
      await Promise.all(Array.from({length: PARALLEL}, work));
      await insist(item, () => call(item, "POST", `/${item.id}/complete`));
      item.phase = "finished";
      tell();
      say(item, "finished");
      // It stays until the page shows what the server made of it; elsewhere nobody looks.
      if (listeners.size) setTimeout(forget, 15000, item); else forget(item);
    } catch (error) {
      if (abort.signal.aborted) return;
      abort.abort();
      Object.assign(item, {phase: "failed", error: error.message || item.words.failed});
      tell();
      say(item, "failed");
    }
  };
  const forget = (item) => {
    if (items.get(item.lesson) !== item || item.phase !== "finished") return;
    items.delete(item.lesson);
    tell();
  };
  const begin = (item) => { item.running = run(item); };
  const halt = (item) => { item.abort.abort(); item.moving.clear(); };
  return {
    list: () => views,
    watch: (watcher) => { watchers.add(watcher); return () => watchers.delete(watcher); },
    listen: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    start: (lesson, file, asset, words) => {
      if (items.has(lesson) && isBusy(items.get(lesson))) return;
      const item = {lesson, file, words, id: asset, stored: 0, moving: new Map(), marks: []};
      items.set(lesson, item);
      begin(item);
    },
    pause: (lesson) => {
      const item = items.get(lesson);
      if (!isBusy(item)) return;
      halt(item);
      item.phase = "paused";
      tell();
    },
    go: async (lesson) => { const item = items.get(lesson); await item.running; begin(item); },
    forget: (lesson) => { const item = items.get(lesson); if (item) forget(item); },
    cancel: async (lesson) => {
      const item = items.get(lesson);
      halt(item);
      items.delete(lesson);
      tell();
      if (item.id) await fetch(`${BASE}/${item.id}`, {method: "DELETE"}).catch(() => {});
      say(item, "cancelled");
    },
  };
})());
const NO_UPLOADS = [];
const useUploads = () =>
  useSyncExternalStore(marginUploads.watch, marginUploads.list, () => NO_UPLOADS);
const useUpload = (lesson) => useUploads().find((item) => item.lesson === lesson);
"""
