"""The pills at the right end of the bar: captions, speed and quality, each a menu of radios."""

JS = r"""
function PillMenu({ label, children, value, options, onChange, className = "", placement = "top end" }) {
  const menu = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => menu.current?.close();
  useEffect(() => {
    if (!isOpen) return undefined;
    // vidstack hears Escape only while the focus is inside; a mouse leaves it where it was.
    const escape = (event) => { if (event.key === "Escape") close(); };
    document.addEventListener("keydown", escape);
    return () => document.removeEventListener("keydown", escape);
  }, [isOpen]);
  return (
    <Menu.Root ref={menu} onOpen={() => setOpen(true)} onClose={() => setOpen(false)}>
      <Menu.Button className={"mp-pill " + className} aria-label={label}>{children}</Menu.Button>
      <Menu.Items className="mp-menu" placement={placement} offset={8}>
        <Menu.RadioGroup role="group" value={value} onChange={onChange} aria-label={label}>
          {options.map((option) => (
            <Menu.Radio key={option.value} value={option.value} className="mp-option"
              onSelect={(event) => { option.onSelect?.(event); close(); }}>
              <Check size={16} aria-hidden="true" />
              <span>{option.label}</span>
            </Menu.Radio>
          ))}
        </Menu.RadioGroup>
      </Menu.Items>
    </Menu.Root>
  );
}

function SpeedMenu({ texts }) {
  const player = useMediaPlayer();
  const rate = useMediaState("playbackRate");
  const options = SPEEDS.map((speed) => ({ value: String(speed), label: speed + "×" }));
  return (
    <PillMenu label={fill(texts.speed, { speed: rate + "×" })} value={String(rate)}
      options={options} onChange={(value) => { player.playbackRate = Number(value); }}>
      {rate}×
    </PillMenu>
  );
}

// The wish is the stream's, not vidstack's: it must be known before the first segment is asked for.
function QualityMenu({ texts, stream }) {
  const qualities = useMediaState("qualities");
  const now = useMediaState("quality");
  const [wanted, setWanted] = useState(stream.wantedHeight);
  if (!qualities.length) return null;
  const height = now ? now.height + "p" : "";
  const heights = [...new Set(qualities.map((quality) => quality.height))].sort((a, b) => b - a);
  const automatic = { value: "0", label: texts.automatic + (height ? " · " + height : "") };
  const rows = [automatic, ...heights.map((each) => ({ value: String(each), label: each + "p" }))];
  const choose = (value) => {
    stream.want(Number(value));
    setWanted(Number(value));
  };
  return (
    <PillMenu className="mp-quality" label={fill(texts.quality, { quality: height || texts.automatic })}
      value={heights.includes(wanted) ? String(wanted) : "0"} options={rows} onChange={choose}>
      {height || texts.automatic}
    </PillMenu>
  );
}

function CaptionMenu({ texts }) {
  const options = useCaptionOptions({ off: texts.captionsOff });
  const track = useMediaState("textTrack");
  if (options.disabled) return null;
  const rows = options.map((option) => ({
    value: option.value,
    label: option.label,
    onSelect: (event) => option.select(event),
  }));
  const shown = track ? track.label : texts.captionsOff;
  return (
    <PillMenu className={"mp-captions-pill" + (track ? " is-on" : "")}
      label={fill(texts.captions, { language: shown })} value={options.selectedValue} options={rows}>
      <b>CC</b>
      {track && <span className="mp-wide">{track.label}</span>}
    </PillMenu>
  );
}
"""
