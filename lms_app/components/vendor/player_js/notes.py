"""Small words around the player that follow it without the server: course line, lesson share."""

JS = r"""
const hoursAndMinutes = (seconds, texts) => {
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (!hours) return fill(texts.minutes, { minutes: Math.max(1, minutes) });
  return fill(minutes % 60 ? texts.hoursMinutes : texts.hours, { hours, minutes: minutes % 60 });
};

const savedRate = () => {
  try { return JSON.parse(kept.read("margin-player") ?? "{}").rate || 1; } catch { return 1; }
};

// Percent, time left, speed: the rate is the player's, the percent the last answer's.
export function CourseLine({ lessonId, percent, remainingSeconds, lessonSeconds, lessonPercent, texts }) {
  const [rate, setRate] = useState(savedRate);
  const [credit, setCredit] = useState(null);
  useBus("time", (now) => { if (now.rate && now.rate !== rate) setRate(now.rate); });
  useBus("credit", setCredit);
  const mine = credit && credit.lessonId === lessonId ? credit : null;
  const before = (lessonSeconds * lessonPercent) / 100;
  const gained = mine ? Math.max(0, mine.covered_seconds - before) : 0;
  const left = Math.max(0, remainingSeconds - gained) / rate;
  const shown = Math.max(percent, mine?.course_percent ?? 0);
  const words = [shown + "%"];
  if (left >= 30) words.push(fill(texts.left, { time: hoursAndMinutes(left, texts) }));
  const speed = left >= 30 && rate !== 1 ? " (" + fill(texts.atSpeed, { rate }) + ")" : "";
  return <span>{words.join(" · ")}{speed}</span>;
}

// How much of this lesson really played, or that it is done.
export function LessonShare({ lessonId, percent, isDone, texts }) {
  const [credit, setCredit] = useState(null);
  useBus("credit", setCredit);
  const mine = credit && credit.lessonId === lessonId ? credit : null;
  const done = isDone || Boolean(mine?.lesson_done);
  const shown = Math.max(percent, mine?.lesson_percent ?? 0);
  return (
    <span className={"lesson-share" + (done ? " is-done" : "")}>
      {done ? <><CircleCheck size={16} aria-hidden="true" />{texts.done}</>
        : shown > 0 ? fill(texts.share, { percent: shown }) : texts.fresh}
    </span>
  );
}

// The row of the lesson that is on stays in sight of its list.
export function KeepInView({ lessonId }) {
  useEffect(() => {
    const row = document.querySelector(".learn-list [aria-current=true]");
    const list = scrollerOf(row);
    if (!list) return;
    const rows = row.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    list.scrollTop += rows.top - frame.top - frame.height / 3;
  }, [lessonId]);
  return null;
}

// Single-key shortcuts can be switched off (WCAG 2.1.4).
export function KeysSwitch({ text }) {
  const [isOn, setOn] = useState(() => kept.read(KEYS_SETTING) !== "off");
  const flip = () => { kept.write(KEYS_SETTING, isOn ? "off" : "on"); setOn(!isOn); };
  return (
    <label className="switch">
      <input type="checkbox" role="switch" className="switch-box" checked={isOn} onChange={flip} />
      <span>{text}</span>
    </label>
  );
}
"""
