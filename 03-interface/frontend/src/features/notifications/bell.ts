import type { Run } from "@/api/types";

/** What the bell needs to know and to do; the browser's part of it is in `browser.ts`. */
export interface Surroundings {
  /** Whether a page of this browser that is looked at shows how the meeting stands. */
  isSeen: (meeting: string) => Promise<boolean>;
  /** Whether this run was told of on this browser; says so from now on. */
  tellOnce: (run: string) => boolean;
  /** The meeting's title; `null` where there is no such meeting any more. */
  titleOf: (meeting: string) => Promise<string | null>;
  show: (run: Run, meeting: string, title: string) => Promise<void>;
}

/** Tells once that a transcript is ready or did not succeed, where nobody sees it happen. */
export class Bell {
  constructor(private readonly around: Surroundings) {}

  /** News of a run, as often as they come: the stream tells the last minute again to whoever joins it. */
  async hear(run: Run): Promise<void> {
    const { meeting_id: meeting, status } = run;
    // Whoever cancels knows.
    if (meeting === null || (status !== "COMPLETED" && status !== "FAILED")) return;
    const seen = await this.around.isSeen(meeting);
    if (!this.around.tellOnce(run.id) || seen) return;
    const title = await this.around.titleOf(meeting);
    if (title !== null) await this.around.show(run, meeting, title);
  }
}
