"""The small pictures over the scrubber: WebVTT whose cues name a sheet and a place on it."""

JS = r"""
const LOST_APART_SECONDS = 30;

function parseSprites(text) {
  const cue = /([\d:.]+) --> [\d:.]+\r?\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;
  const seconds = (stamp) => stamp.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
  return [...text.matchAll(cue)].map(([, begin, url, ...box]) => {
    const [x, y, width, height] = box.map(Number);
    return { begin: seconds(begin), url, x, y, width, height };
  });
}

// Fetched when somebody first points at the scrubber, and once more when a sheet's address is old.
function useSprites(src) {
  const [cues, setCues] = useState([]);
  const asked = useRef({ src: "", at: -Infinity });
  const load = async (lost) => {
    const now = performance.now() / 1000;
    if (!src || (asked.current.src === src && !(lost && now - asked.current.at > LOST_APART_SECONDS))) return;
    if (asked.current.src !== src) setCues([]);
    asked.current = { src, at: now };
    try {
      const answer = await fetch(src, lost ? { cache: "reload" } : {});
      setCues(answer.ok ? parseSprites(await answer.text()) : []);
    } catch { setCues([]); }
  };
  return [(seconds) => cues.findLast((cue) => cue.begin <= seconds), load];
}
"""
