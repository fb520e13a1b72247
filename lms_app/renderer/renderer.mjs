// Renders pages of the built site to HTML, with the values of the states given for each.
//
// One process on loopback, shared by all web processes and started by the supervisor:
//   GET  /health                      -> {"pid": 123}
//   POST /  {"url", "state"} as JSON  -> the page's HTML; its status is that of the router
// Every request carries the secret. Nothing of one request is there for the next.
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { Worker } from "node:worker_threads";
import { createRequestHandler } from "react-router";
import * as build from "./build/server/index.js";

const { RENDERER_PORT, RENDERER_SECRET } = process.env;
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
// Visitors wait three seconds for a render; what takes longer is of no use to anybody.
const STUCK_SECONDS = 5;

// Where the patched state store looks (see rxconfig.py): overlapping renders must not mix.
const states = new AsyncLocalStorage();
globalThis.__marginState = () => states.getStore();

// Making what writes dates costs more than writing one, and pages make theirs anew for each date.
const FORMATS_AT_MOST = 100;
const formats = new Map();
function keptFormat(Format, [language, options]) {
  const kind = `${language} ${JSON.stringify(options)}`;
  let format = formats.get(kind);
  if (!format) {
    format = new Format(language, options);
    if (formats.size < FORMATS_AT_MOST) formats.set(kind, format);
  }
  return format;
}
Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
  construct: keptFormat,
  apply: (Format, _this, given) => keptFormat(Format, given),
});

// The build says ssr: false, so that the browser gets a plain single-page application with a full
// manifest; only this copy renders every path.
const handle = createRequestHandler({ ...build, ssr: true }, "production");

const digest = (text) => createHash("sha256").update(text).digest();
const expected = digest(`Bearer ${RENDERER_SECRET}`);
const isAllowed = (request) => timingSafeEqual(digest(request.headers.authorization ?? ""), expected);

async function read(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > MAX_REQUEST_BYTES) throw Object.assign(new Error("too large"), { status: 413 });
    pieces.push(piece);
  }
  return JSON.parse(Buffer.concat(pieces).toString("utf8"));
}

function render({ url, state }) {
  // Programs without scripts get the whole page at once; so does everybody here.
  const headers = { "user-agent": "Googlebot" };
  return states.run(state, async () => {
    const page = await handle(new Request(new URL(url, "http://localhost"), { headers }));
    return { status: page.status, html: await page.text() };
  });
}

async function answer(request, response) {
  const send = (status, type, body) =>
    response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
  try {
    if (!isAllowed(request)) return send(403, "text/plain", "");
    if (request.method !== "POST")
      return send(200, "application/json", JSON.stringify({ pid: process.pid }));
    const { status, html } = await render(await read(request));
    return send(status, "text/html; charset=utf-8", html);
  } catch (error) {
    console.error(error);
    return send(error.status ?? 500, "text/plain", String(error?.message ?? error));
  }
}

// A render that never ends blocks everything, this program's own timers included: a thread beside
// it ends the process, and the supervisor starts another.
const beats = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.add(beats, 0, 1), 1000).unref();
const watch = `
  const { workerData } = require("node:worker_threads");
  let last = -1, missed = 0;
  setInterval(() => {
    const now = Atomics.load(workerData, 0);
    missed = now === last ? missed + 1 : 0;
    last = now;
    if (missed >= ${STUCK_SECONDS}) process.kill(process.pid, "SIGKILL");
  }, 1000);
`;
new Worker(watch, { eval: true, workerData: beats }).unref();

const server = createServer(answer);
server.keepAliveTimeout = 60_000;
server.listen(Number(RENDERER_PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
