/** Something that this device has and the API not yet. */
export interface Waiting {
  what: "recording" | "recordings" | "uploads" | "shared" | "edits";
  /** On their way: they will be there if one waits. */
  moving: number;
  /** Waiting for their person: to be answered, gone on with or sent. */
  held: number;
}

type Source = () => Waiting | null;

const sources = new Set<Source>();

/** Says, for as long as it is not taken back, what of one kind waits here. */
export function waits(source: Source): () => void {
  sources.add(source);
  return () => void sources.delete(source);
}

/** What would be left on this device by whoever signs out now. */
export function whatWaits(): Waiting[] {
  return [...sources].map((source) => source()).filter((one): one is Waiting => one !== null && one.moving + one.held > 0);
}

/** Whether it helps to wait. A recording that is being made has to be ended first. */
export function isMoving(waiting: readonly Waiting[]): boolean {
  return waiting.some(({ what, moving }) => what !== "recording" && moving > 0);
}
