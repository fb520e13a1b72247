"""A lesson that is clicked is opened at once; what the server says of it follows.

The address of its lists follows from its id, and where it starts stands in the page's list of
lessons. Who may watch is asked at every list and key all the same, so nothing is opened this way
that would not be opened a moment later. What the page cannot know exactly waits for the server: a
lesson that was watched in this tab, an article, one without a video.
"""

JS = r"""
const FAR_SECONDS = 5;
const MOMENT_SECONDS = 2;
const PAGE_SECONDS = 5;
const REFUSALS = ["refused", "signed_out"];
// Watched in this tab since the list of lessons was read, with what counted: their places have
// changed.
const watched = new Map();

// A list asked for at that moment has the places whose reports were answered before.
export function forgetWatched(askedAt) {
  for (const [id, meter] of watched) if (meter.answeredAt < askedAt) watched.delete(id);
}

// Whether to go from the list's place to the one that the server tells: not once somebody chose a
// place, or plays on from the list's.
export const isToMove = ({ start, to, at, hasChosen }) =>
  !hasChosen && Math.abs(to - start) > FAR_SECONDS && Math.abs(at - start) <= MOMENT_SECONDS;

// Who may not watch what is ahead is told so by the page, if it comes to tell in time; that the
// video did not come at all, the player alone can tell.
export const toldOf = (trouble, isPageAwaited) =>
  isPageAwaited && REFUSALS.includes(trouble) ? "" : trouble;

// True for the seconds in which the page is expected to tell of the lesson that is ahead.
function usePageAwaited(ahead) {
  const [silent, setSilent] = useState(null);
  useEffect(() => {
    if (!ahead) return undefined;
    const timer = setTimeout(() => setSilent(ahead), 1000 * PAGE_SECONDS);
    return () => clearTimeout(timer);
  }, [ahead]);
  return Boolean(ahead) && silent !== ahead;
}

// The lesson that an address of this page names; "" for none or for another page.
export function lessonIn(href, here) {
  const to = new URL(href, here);
  return to.pathname === new URL(here).pathname ? to.searchParams.get("l") ?? "" : "";
}

// What to open for a lesson of the list, or null.
export function aheadOf(sections, id) {
  const row = sections.flatMap((section) => section.lessons).find((lesson) => lesson.id === id);
  if (!row?.is_open || row.kind !== "video" || !row.duration_seconds || watched.has(id)) return null;
  return {
    lessonId: id,
    src: PLAYLIST.replace("{id}", id),
    title: row.title,
    resumeSeconds: row.resume_seconds,
    isDone: row.state === "done",
  };
}

// Calls `open` with the lesson of every link that the router follows, by pointer or by keyboard.
function useFollowedLinks(open) {
  const latest = useRef(open);
  useEffect(() => { latest.current = open; });
  useEffect(() => {
    const follow = (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      // Prevented: the router goes there itself; else it is a new tab, or another site.
      if (link && event.defaultPrevented) latest.current(link.href);
    };
    window.addEventListener("click", follow);
    return () => window.removeEventListener("click", follow);
  }, []);
}
"""
