/** The outline of a waveform as an SVG path over a box `width` × `height`: one upright bar a step, mirrored about the middle. */
export function waveformPath(peaks: readonly number[], bars: number, height: number): string {
  if (peaks.length === 0 || bars <= 0) return "";
  const middle = height / 2;
  const loudest = Math.max(32, ...loudestOf(peaks, bars));
  return loudestOf(peaks, bars)
    .map((peak, at) => {
      const half = Math.max(0.5, (peak / loudest) * (middle - 0.5));
      return `M${at + 0.5} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`;
    })
    .join("");
}

/** The loudest peak under each bar. */
function loudestOf(peaks: readonly number[], bars: number): number[] {
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / bars));
    let loudest = 0;
    for (let at = from; at < to; at += 1) loudest = Math.max(loudest, peaks[at] ?? 0);
    return loudest;
  });
}

interface Span {
  start: number;
  end: number;
}

/** Who speaks when, as one path a lane: rectangles of height `height` from `top`, over `width` for the whole recording. */
export function lanePath(spans: readonly Span[], seconds: number, width: number, top: number, height: number): string {
  if (seconds <= 0) return "";
  return spans
    .map(({ start, end }) => {
      const x = (start / seconds) * width;
      const length = Math.max(0.6, ((end - start) / seconds) * width);
      return `M${x.toFixed(1)} ${top}h${length.toFixed(1)}v${height}h-${length.toFixed(1)}z`;
    })
    .join("");
}
