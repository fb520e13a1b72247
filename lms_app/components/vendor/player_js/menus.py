"""The pills at the right end of the bar: captions, speed and quality, each a menu of radios."""

JS = r"""
function PillMenu({ label, children, value, options, onChange, className = "" }) {
  return (
    <Menu.Root>
      <Menu.Button className={"mp-pill " + className} aria-label={label}>{children}</Menu.Button>
      <Menu.Items className="mp-menu" placement="top end" offset={8}>
        <Menu.RadioGroup value={value} onChange={onChange} aria-label={label}>
          {options.map((option) => (
            <Menu.Radio key={option.value} value={option.value} className="mp-option"
              onSelect={option.onSelect}>
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

function QualityMenu({ texts }) {
  const options = useVideoQualityOptions({ auto: texts.automatic, sort: "descending" });
  const now = useMediaState("quality");
  if (options.disabled) return null;
  const height = now ? now.height + "p" : "";
  const rows = options.map((option) => ({
    value: option.value,
    label: option.value === "auto" && height ? texts.automatic + " · " + height : option.label,
    onSelect: () => option.select(),
  }));
  return (
    <PillMenu className="mp-quality" label={fill(texts.quality, { quality: height || texts.automatic })}
      value={options.selectedValue} options={rows}>
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
    onSelect: () => option.select(),
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
