"""The parts of a video between its chapters."""

JS = r"""
// One part after the other, to the end; none when there are no chapters. What begins after the end
// (a shorter video took the place of the one they were made for) is left out.
export function partsOf(chapters, duration) {
  const inside = (chapters ?? []).filter((chapter) => chapter.start_seconds < duration);
  const starts = inside[0]?.start_seconds ? [{ start_seconds: 0, title: "" }, ...inside] : inside;
  return starts.map(({ start_seconds: start, title }, index) =>
    ({ start, title, end: starts[index + 1]?.start_seconds ?? duration }));
}

export const partAt = (parts, seconds) => parts.findLast((part) => part.start <= seconds);
"""
