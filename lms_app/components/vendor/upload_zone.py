"""Dropping a video on a lesson: the zone, the chip in the tree, the tray, and what they show.

The progress of bytes lives in the browser (uploads_js); Reflex hears only that an upload started,
finished, failed or was cancelled. Why not a package: docs/adr/0012-own-part-uploader.md.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.template import templates
from lms_app.components.vendor.uploads_js import STORE_JS

EXTENSIONS = ("mp4", "m4v", "mov", "webm", "mkv")
_TEXTS = templates(
    "upload.drop",
    "upload.drop_hint",
    "upload.choose",
    "upload.choose_same",
    "upload.resume",
    "upload.resume_hint",
    "upload.starting",
    "upload.moving",
    "upload.waiting",
    "upload.paused",
    "upload.failed",
    "upload.unreadable",
    "upload.pause",
    "upload.go",
    "upload.retry",
    "upload.cancel",
    "upload.chip_moving",
    "upload.chip_waiting",
    "upload.chip_paused",
    "upload.chip_failed",
    "upload.left_seconds",
    "upload.left_minutes",
    "upload.left_hours",
    "upload.speed",
    "upload.of_size",
    "upload.tray",
    "upload.bad_type",
    "upload.empty",
    "upload.too_large",
)

_WORDS_JS = """
const fillWords = (text, values) =>
  String(text ?? "").replace(/\\{(\\w+)\\}/g, (_, name) => values[name] ?? "");
const sizeWords = (bytes) => {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let i = 0;
  while (bytes >= 1000 && i < 4) { bytes /= 1000; i++; }
  return bytes.toFixed(i > 1 ? 1 : 0) + " " + units[i];
};
const limitWords = (bytes) =>
  bytes < 2 ** 30 ? sizeWords(bytes) : Math.floor(bytes / 2 ** 30) + " GB";
const leftWords = (seconds, words) => {
  if (!seconds) return "";
  if (seconds < 90) return fillWords(words.left_seconds, {seconds: Math.max(1, Math.round(seconds))});
  if (seconds < 5400) return fillWords(words.left_minutes, {minutes: Math.round(seconds / 60)});
  return fillWords(words.left_hours, {hours: Math.round(seconds / 3600)});
};
const uploadWords = (item, words) => {
  if (item.phase === "failed") return item.error;
  if (item.phase === "waiting") return words.waiting;
  const share = fillWords(words.of_size, {sent: sizeWords(item.sent), size: sizeWords(item.size)});
  if (item.phase === "paused") return fillWords(words.paused, {percent: item.percent});
  const speed = item.speed ? fillWords(words.speed, {speed: (item.speed / 1e6).toFixed(1)}) : "";
  const left = leftWords(item.left, words);
  const first = item.phase === "starting" ? words.starting
    : fillWords(words.moving, {percent: item.percent});
  return [first, share, speed, left].filter(Boolean).join(" · ");
};
const checkFile = (file, limit, extensions, words) => {
  const extension = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
  if (!extensions.includes(extension)) return words.bad_type;
  if (!file.size) return words.empty;
  if (limit && file.size > limit) {
    return fillWords(words.too_large, {limit_gb: Math.max(1, Math.floor(limit / 2 ** 30))});
  }
  return "";
};
"""

_ROW_JS = """
function MarginUploadRow({item, words, heading}) {
  const moving = ["starting", "moving", "waiting"].includes(item.phase);
  const tone = item.phase === "failed" ? " bar-bad" : item.phase === "waiting" ? " bar-quiet" : "";
  const again = item.phase === "failed" ? words.retry : words.go;
  return (
    <div className={"upload-row is-" + item.phase}>
      <p className="upload-name clamp-1">{heading ?? item.name}</p>
      <p className="upload-words" role={item.phase === "failed" ? "alert" : undefined}>
        {uploadWords(item, words)}</p>
      <div className={"bar" + tone} role="progressbar" aria-label={item.name} aria-valuemin="0"
        aria-valuemax="100" aria-valuenow={item.percent}>
        <div className="bar-fill" style={{width: item.percent + "%"}} />
      </div>
      <span className="upload-acts">
        {moving
          ? <button type="button" className="link" onClick={() => marginUploads.pause(item.lesson)}>
              {words.pause}<span className="visually-hidden"> {item.name}</span></button>
          : <button type="button" className="link" onClick={() => marginUploads.go(item.lesson)}>
              {again}<span className="visually-hidden"> {item.name}</span></button>}
        <button type="button" className="link-quiet"
          onClick={() => marginUploads.cancel(item.lesson)}>
          {words.cancel}<span className="visually-hidden"> {item.name}</span></button>
      </span>
    </div>
  );
}
"""

_ZONE_JS = """
function MarginUploadZone({lesson, asset, filename, limit, extensions, words}) {
  const item = useUpload(lesson), input = useRef(null);
  const [refused, setRefused] = useState(""), [over, setOver] = useState(false);
  const take = (file) => {
    if (!file) return;
    const wrong = checkFile(file, limit, extensions, words);
    setRefused(wrong);
    if (!wrong) marginUploads.start(lesson, file, asset, words);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  if (item) return <div className="upload-zone is-busy"><MarginUploadRow item={item} words={words} /></div>;
  return (
    <div className={"upload-zone" + (over ? " is-over" : "")} onDrop={drop}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}>
      <p className="upload-lead">{asset ? words.resume : words.drop}</p>
      <p className="upload-hint">{asset ? fillWords(words.resume_hint, {name: filename})
        : fillWords(words.drop_hint, {limit: limitWords(limit)})}</p>
      <button type="button" className="btn btn-secondary btn-sm"
        onClick={() => input.current.click()}>{asset ? words.choose_same : words.choose}</button>
      <input ref={input} type="file" className="visually-hidden" tabIndex={-1} aria-label={words.choose}
        data-upload={lesson} accept={extensions.map((name) => "." + name).join(",") + ",video/*"}
        onChange={(event) => { take(event.target.files[0]); event.target.value = ""; }} />
      <p className="field-error" role="alert">{refused}</p>
    </div>
  );
}
"""

_TARGET_JS = """
function MarginUploadTarget({lesson, asset, enabled, limit, extensions, words, children}) {
  const [over, setOver] = useState(false);
  const files = (event) => enabled && event.dataTransfer.types.includes("Files");
  const drop = (event) => {
    if (!files(event)) return;
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    const wrong = file && checkFile(file, limit, extensions, words);
    if (wrong) toast.error(wrong);
    else if (file) marginUploads.start(lesson, file, asset, words);
  };
  return (
    <div className={"upload-target" + (over ? " is-over" : "")} onDrop={drop}
      onDragOver={(event) => { if (files(event)) { event.preventDefault(); setOver(true); } }}
      onDragLeave={() => setOver(false)}>{children}</div>
  );
}
"""

_CHIP_JS = """
function MarginUploadChip({lesson, words, children}) {
  const item = useUpload(lesson);
  if (!item) return children;
  const key = {failed: "chip_failed", waiting: "chip_waiting", paused: "chip_paused"}[item.phase];
  const tone = {failed: "bad", waiting: "warning", paused: "neutral"}[item.phase] ?? "warning";
  return <span className={"badge badge-" + tone}>
    {fillWords(words[key ?? "chip_moving"], {percent: item.percent})}</span>;
}
"""

_TRAY_JS = """
function MarginUploadTray({words, onChange}) {
  const items = useUploads(), change = useRef(onChange);
  useEffect(() => { change.current = onChange; });
  useEffect(() => marginUploads.listen((lesson, what) => change.current?.(lesson, what)), []);
  useEffect(() => {
    const stay = (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); };
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", stay);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", stay);
    };
  }, []);
  if (!items.length) return null;
  return (
    <section className="upload-tray" aria-label={words.tray}>
      <h2 className="upload-tray-head">{words.tray} <span className="num">{items.length}</span></h2>
      {items.map((item) => <MarginUploadRow key={item.lesson} item={item} words={words} />)}
    </section>
  );
}
"""


class _Uploads(rx.Component):
    """What all parts share: React's hooks, the store, the words."""

    words: rx.Var[dict[str, str]]

    def add_imports(self) -> dict[str, Any]:
        return {
            "react": ["useEffect", "useRef", "useState", "useSyncExternalStore"],
            "sonner@2.0.8": ["toast"],
        }

    def add_custom_code(self) -> list[str]:
        return [STORE_JS, _WORDS_JS, _ROW_JS, _ZONE_JS, _TARGET_JS, _CHIP_JS, _TRAY_JS]


class _Receiving(_Uploads):
    lesson: rx.Var[str]

    asset: rx.Var[str]

    limit: rx.Var[int]

    extensions: rx.Var[list[str]]


class UploadZone(_Receiving):
    tag = "MarginUploadZone"

    filename: rx.Var[str]


class UploadTarget(_Receiving):
    tag = "MarginUploadTarget"

    enabled: rx.Var[bool]


class UploadChip(_Uploads):
    tag = "MarginUploadChip"

    lesson: rx.Var[str]


class UploadTray(_Uploads):
    tag = "MarginUploadTray"

    on_change: rx.EventHandler[lambda lesson, what: [lesson, what]]


def upload_zone(*, lesson_id: Any, unfinished_asset_id: Any, filename: Any, limit_bytes: Any):
    """Where a video is dropped or chosen; shows the upload while there is one.

    `unfinished_asset_id` is the asset of an upload that was interrupted ("" when there is none)
    and `filename` its file: the same file goes on with the parts that are missing.
    """
    return UploadZone.create(
        lesson=lesson_id,
        asset=unfinished_asset_id,
        filename=filename,
        limit=limit_bytes,
        extensions=list(EXTENSIONS),
        words=_TEXTS(),
    )


def upload_target(
    *children: rx.Component,
    lesson_id: Any,
    unfinished_asset_id: Any,
    limit_bytes: Any,
    enabled: Any,
) -> rx.Component:
    """A lesson's line that takes a dropped video while `enabled`; a file that is no good is told."""
    return UploadTarget.create(
        *children,
        lesson=lesson_id,
        asset=unfinished_asset_id,
        limit=limit_bytes,
        enabled=enabled,
        extensions=list(EXTENSIONS),
        words=_TEXTS(),
    )


def upload_chip(otherwise: rx.Component, *, lesson_id: Any) -> rx.Component:
    """How far the upload of a lesson is, or `otherwise` while none runs in this tab."""
    return UploadChip.create(otherwise, lesson=lesson_id, words=_TEXTS())


def upload_tray(on_change: Any) -> rx.Component:
    """The uploads of this tab. `on_change(lesson_id, what)`: started, finished, failed, cancelled."""
    return UploadTray.create(words=_TEXTS(), on_change=on_change)
