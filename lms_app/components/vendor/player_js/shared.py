"""What all parts share: the bus between player, transcript and header; times; texts."""

JS = r"""
// One bus per page: the player tells where it stands, others ask it to go somewhere.
const bus = new EventTarget();
const emit = (type, detail) => bus.dispatchEvent(new CustomEvent(type, { detail }));
// The last thing that was said of each kind, for whoever mounts later.
const last = {};
bus.addEventListener("time", (event) => { last.time = event.detail; });
bus.addEventListener("credit", (event) => { last.credit = event.detail; });

function useBus(type, handler) {
  const latest = useRef(handler);
  useEffect(() => { latest.current = handler; });
  useEffect(() => {
    const listen = (event) => latest.current(event.detail);
    bus.addEventListener(type, listen);
    return () => bus.removeEventListener(type, listen);
  }, [type]);
}

const twoDigits = (number) => String(number).padStart(2, "0");

// 198 -> "03:18", 3725 -> "1:02:05"
export function clockText(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const hours = Math.floor(whole / 3600);
  const rest = twoDigits(Math.floor((whole % 3600) / 60)) + ":" + twoDigits(whole % 60);
  return hours ? hours + ":" + rest : rest;
}

// "{time} / {total}" with values; the templates come from the catalogue.
const fill = (template, values) =>
  String(template ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const kept = {
  read(name) { try { return localStorage.getItem(name); } catch { return null; } },
  write(name, value) { try { localStorage.setItem(name, value); } catch { /* private window */ } },
};

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
"""
