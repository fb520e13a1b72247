"""The list of a video's captions in the browser: a file for a language, taken, replaced, removed."""

JS = r"""
const repairsOf = (repairs, words) => Object.entries(repairs)
  .map(([name, count]) => filled(words[name], { count })).join(", ");

function CaptionTrack({ track, url, words, isBusy, onReplace, onDelete, onEdit, isEdited }) {
  const [isAsked, setAsked] = useState(false);
  const named = { language: track.name };
  if (isAsked) {
    return (
      <li className="track is-asked">
        <span className="track-ask">{filled(words.deleteAsk, named)}</span>
        <button type="button" className="btn btn-danger btn-sm" disabled={isBusy} autoFocus
          onClick={() => { setAsked(false); onDelete(track); }}>{words.delete}</button>
        <button type="button" className="btn btn-ghost btn-sm" onClick={() => setAsked(false)}>{words.keep}</button>
      </li>
    );
  }
  return (
    <li className="track">
      <Captions size={18} aria-hidden="true" />
      <span className="track-name" lang={track.language}>{track.name}</span>
      <span className="badge badge-good">{filled(words.count, { count: track.cue_count.toLocaleString("en-US") })}</span>
      <span className="track-acts">
        {onEdit && <button type="button" className="text-button" aria-expanded={isEdited}
          aria-label={filled(words.editNamed, named)} onClick={() => onEdit(track)}>{words.edit}</button>}
        <button type="button" className="btn btn-ghost btn-sm btn-square" disabled={isBusy}
          aria-label={filled(words.replaceNamed, named)} title={words.replace}
          onClick={() => onReplace(track.language)}><Upload size={17} aria-hidden="true" /></button>
        <a className="btn btn-ghost btn-sm btn-square" href={url + "/" + track.language + "/file"} download
          aria-label={filled(words.downloadNamed, named)} title={words.download}><Download size={17} aria-hidden="true" /></a>
        <button type="button" className="btn btn-ghost btn-sm btn-square" disabled={isBusy}
          aria-label={filled(words.deleteNamed, named)} title={words.delete}
          onClick={() => setAsked(true)}><Trash2 size={17} aria-hidden="true" /></button>
      </span>
    </li>
  );
}

function MarginCaptionTracks({ url, languages, preferred, maxBytes, words }) {
  const [tracks, setTracks] = useState(null), [said, setSaid] = useState(null);
  const [isBusy, setBusy] = useState(false), [isOver, setOver] = useState(false);
  const [wanted, setWanted] = useState(""), [edited, setEdited] = useState("");
  const input = useRef(null), target = useRef(""), asked = useRef(0);
  const nameOf = (code) => languages.find(([each]) => each === code)?.[1] ?? code;
  const load = async () => {
    const turn = ++asked.current;
    const { data, trouble } = await askFor(url, words);
    if (turn !== asked.current) return;
    if (data) setTracks(data);
    else setSaid({ trouble });
  };
  useEffect(() => { load(); return () => { asked.current += 1; }; }, [url]);
  const free = languages.filter(([code]) => !tracks?.some((track) => track.language === code));
  const next = free.some(([code]) => code === wanted) ? wanted
    : free.some(([code]) => code === preferred) ? preferred : free[0]?.[0] ?? "";

  const send = async (file, language) => {
    if (!file || !language || isBusy) return;
    if (file.size > maxBytes) { setSaid({ trouble: words.large }); return; }
    setBusy(true);
    setSaid(null);
    setEdited("");
    const { data, trouble } = await askFor(url + "/" + language + "/file", words, { method: "PUT", body: file });
    setBusy(false);
    if (!data) { setSaid({ trouble }); return; }
    const mended = repairsOf(data.repairs, words);
    setSaid({
      done: filled(words.taken, { language: nameOf(language), count: data.cue_count.toLocaleString("en-US") }),
      mended: mended && filled(words.repaired, { what: mended }),
    });
    load();
  };
  const remove = async ({ language }) => {
    setBusy(true);
    setSaid(null);
    setEdited("");
    const { trouble } = await askFor(url + "/" + language, words, { method: "DELETE" });
    setBusy(false);
    if (trouble) setSaid({ trouble });
    load();
  };
  const choose = (language) => { target.current = language; input.current.click(); };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0], next);
  };
  if (!tracks && !said) return <div className="skeleton skeleton-line" aria-hidden="true" />;
  return (
    <div className={"tracks" + (isOver ? " is-over" : "")} aria-busy={isBusy} onDrop={drop}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}>
      {tracks?.length === 0 && <p className="caption">{words.none}</p>}
      {tracks?.length > 0 && (
        <ul className="track-list" aria-label={words.title}>
          {tracks.map((track) => (
            <CaptionTrack key={track.language} {...{ track, url, words, isBusy }} onReplace={choose}
              onDelete={remove} isEdited={edited === track.language}
              onEdit={words.edit && (() => setEdited(edited === track.language ? "" : track.language))} />
          ))}
        </ul>
      )}
      {next && (
        <div className="track-add">
          <span className="select-wrap">
            <select className="select-native input-sm" aria-label={words.language} value={next}
              onChange={(event) => setWanted(event.target.value)}>
              {free.map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
            </select>
            <ChevronDown size={16} className="icon" aria-hidden="true" />
          </span>
          <button type="button" className="btn btn-secondary btn-sm" disabled={isBusy} onClick={() => choose(next)}>
            <Upload size={16} aria-hidden="true" />{words.upload}
          </button>
        </div>
      )}
      <p className="field-hint">{words.hint}</p>
      <div role="status">
        {said?.done && <p className="track-done">{said.done} {said.mended}</p>}
      </div>
      {said?.trouble && <p className="field-error" role="alert">{said.trouble}</p>}
      <input ref={input} type="file" accept=".vtt,.srt,text/vtt,application/x-subrip" hidden aria-label={words.upload}
        data-caption-file="" onChange={(event) => { send(event.target.files[0], target.current); event.target.value = ""; }} />
      {edited && <MarginCaptionEditor key={url + edited} url={url + "/" + edited} language={edited}
        name={nameOf(edited)} words={words} onSaved={load} onClose={() => setEdited("")} />}
    </div>
  );
}
"""
