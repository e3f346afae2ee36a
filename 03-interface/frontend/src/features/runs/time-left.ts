import type { Run } from "@/api/types";

interface Sample {
  at: number;
  progress: number;
}

const LEAST_MS = 5_000;
const LEAST_PROGRESS = 0.02;

/**
 * Seconds a run still needs, from how far it came in the time this page watched it; `null` while that says too little.
 *
 * Not from when the run started: a run that was interrupted and resumed, or waited between stages, would look slow for ever.
 */
export class TimeLeft {
  readonly #seen = new Map<string, Sample[]>();

  constructor(private readonly now: () => number = () => Date.now()) {}

  of(run: Pick<Run, "id" | "status" | "progress">): number | null {
    if (run.status !== "PROCESSING") {
      this.#seen.delete(run.id);
      return null;
    }
    const at = this.now();
    const samples = this.#seen.get(run.id) ?? [];
    const last = samples.at(-1);
    if (last && run.progress < last.progress) samples.length = 0;
    if (!last || run.progress !== last.progress || samples.length === 0) samples.push({ at, progress: run.progress });
    // Half an hour of work at one event a second is more than a trend needs.
    if (samples.length > 400) samples.splice(1, samples.length - 300);
    this.#seen.set(run.id, samples);
    const first = samples[0];
    if (!first || at - first.at < LEAST_MS || run.progress - first.progress < LEAST_PROGRESS) return null;
    return (((1 - run.progress) / (run.progress - first.progress)) * (at - first.at)) / 1000;
  }
}
