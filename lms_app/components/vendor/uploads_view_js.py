"""What a person sees of uploads: the row, the zone, the chip, the tray. React over the store."""

WORDS_JS = """
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
  if (!extensions.includes(extension)) return fillWords(words.bad_type, {name: file.name});
  if (!file.size) return fillWords(words.empty, {name: file.name});
  if (limit && file.size > limit) {
    const limit_gb = Math.max(1, Math.floor(limit / 2 ** 30));
    return fillWords(words.too_large, {name: file.name, limit_gb});
  }
  return "";
};
"""

ROW_JS = """
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
      {item.phase !== "finished" && <span className="upload-acts">
        {moving
          ? <button type="button" className="link" onClick={() => marginUploads.pause(item.lesson)}>
              {words.pause}<span className="visually-hidden"> {item.name}</span></button>
          : <button type="button" className="link" onClick={() => marginUploads.go(item.lesson)}>
              {again}<span className="visually-hidden"> {item.name}</span></button>}
        <button type="button" className="link-quiet"
          onClick={() => marginUploads.cancel(item.lesson)}>
          {words.cancel}<span className="visually-hidden"> {item.name}</span></button>
      </span>}
    </div>
  );
}
"""

ZONE_JS = """
function MarginUploadZone({lesson, asset, filename, instead, limit, extensions, words, children}) {
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
  const label = asset ? words.choose_same : instead ? words.choose_other : words.choose;
  return (<>{children}
    <div className={"upload-zone" + (over ? " is-over" : "")} onDrop={drop}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}>
      <p className="upload-lead">{asset ? words.resume : words.drop}</p>
      <p className="upload-hint">{asset ? fillWords(words.resume_hint, {name: filename})
        : fillWords(words.drop_hint, {limit: limitWords(limit)})}</p>
      <button type="button" className={"btn btn-sm " + (instead ? "btn-primary" : "btn-secondary")}
        onClick={() => input.current.click()}>{label}</button>
      <input ref={input} type="file" className="visually-hidden" tabIndex={-1} aria-label={words.choose}
        data-upload={lesson} accept={extensions.map((name) => "." + name).join(",") + ",video/*"}
        onChange={(event) => { take(event.target.files[0]); event.target.value = ""; }} />
      <p className="field-error" role="alert">{refused}</p>
    </div>
  </>);
}
"""

TARGET_JS = """
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

CHIP_JS = """
function MarginUploadChip({lesson, arriving, words, children}) {
  const item = useUpload(lesson), done = item?.phase === "finished" && !arriving;
  useEffect(() => { if (done) marginUploads.forget(lesson); }, [done, lesson]);
  if (!item || done) return children;
  const key = {failed: "chip_failed", waiting: "chip_waiting", paused: "chip_paused"}[item.phase];
  const tone = {failed: "bad", waiting: "warning", paused: "neutral"}[item.phase] ?? "warning";
  return <span className={"badge badge-" + tone}>
    {fillWords(words[key ?? "chip_moving"], {percent: item.percent})}</span>;
}
"""

TRAY_JS = """
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
