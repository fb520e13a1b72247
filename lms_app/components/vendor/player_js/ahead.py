"""A lesson that is clicked is opened at once; what the server says of it follows.

The address of its lists follows from its id, and where it starts stands in the page's list of
lessons. Who may watch is asked at every list and key all the same, so nothing is opened this way
that would not be opened a moment later. What the page cannot know exactly waits for the server: a
lesson that was watched in this tab, an article, one without a video.
"""

JS = r"""
const FAR_SECONDS = 5;
// Watched in this tab: their places have changed since the list of lessons was read.
const watched = new Set();

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
