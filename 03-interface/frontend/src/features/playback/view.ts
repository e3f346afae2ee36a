/** The stretch of a recording that the timeline shows, in seconds. */
export interface View {
  start: number;
  end: number;
}

/** The shortest stretch that is worth looking at: a sentence or two. */
const SHORTEST = 15;

/** Where the playhead stands after the view was moved to it, and how near to the end it may come before that. */
const LEAD = 0.1;

export const WHOLE: View = { start: 0, end: Infinity };

/** The stretch within the recording, of which the whole may only be known later. */
export function within({ start, end }: View, duration: number): View {
  const length = Math.min(duration, end - start);
  const from = Math.min(Math.max(0, start), Math.max(0, duration - length));
  return { start: from, end: from + length };
}

/** Nearer by `factor` (farther below 1), with what is at `about` staying where it is. */
export function zoomed(view: View, duration: number, factor: number, about: number): View {
  const { start, end } = within(view, duration);
  const length = Math.min(duration, Math.max(Math.min(SHORTEST, duration), (end - start) / factor));
  if (length >= duration) return WHOLE;
  const share = end > start ? Math.min(1, Math.max(0, (about - start) / (end - start))) : 0;
  const from = about - share * length;
  return within({ start: from, end: from + length }, duration);
}

/** Moved by a share of what is shown. */
export function panned(view: View, duration: number, share: number): View {
  if (isWhole(view, duration)) return view;
  const { start, end } = within(view, duration);
  const by = share * (end - start);
  return within({ start: start + by, end: end + by }, duration);
}

/** The view with the playhead in it: the same one as long as it is. */
export function following(view: View, duration: number, time: number): View {
  if (isWhole(view, duration)) return view;
  const { start, end } = within(view, duration);
  if (time >= start && time <= end) return view;
  const from = time - LEAD * (end - start);
  return within({ start: from, end: from + end - start }, duration);
}

export function isWhole(view: View, duration: number): boolean {
  const { start, end } = within(view, duration);
  return start <= 0 && end >= duration;
}

/** Whether it cannot come any nearer. */
export function isNearest(view: View, duration: number): boolean {
  const { start, end } = within(view, duration);
  return end - start <= Math.min(SHORTEST, duration) + 0.001;
}

/** What touches the view, as it lies from the view's own beginning. */
export function seen<S extends View>(spans: readonly S[], { start, end }: View): View[] {
  return spans.flatMap((span) =>
    span.end >= start && span.start <= end ? [{ start: Math.max(0, span.start - start), end: Math.min(end, span.end) - start }] : [],
  );
}

/** The part of values spread evenly over the recording that lies in the view. */
export function sliced(values: readonly number[], { start, end }: View, duration: number): readonly number[] {
  if (duration <= 0) return values;
  return values.slice(Math.floor((start / duration) * values.length), Math.max(1, Math.ceil((end / duration) * values.length)));
}
