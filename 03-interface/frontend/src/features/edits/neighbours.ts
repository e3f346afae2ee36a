import type { Neighbours } from "./edit-outbox";

const CHANNEL = "scribe-edits";

/** The other pages of this browser, where it lets pages talk to each other. */
export function pagesNearby(): Neighbours {
  let channel: BroadcastChannel | null = null;
  return {
    tell: (meeting) => channel?.postMessage(meeting),
    listen: (heard) => {
      if (typeof BroadcastChannel === "undefined") return () => undefined;
      const mine = new BroadcastChannel(CHANNEL);
      channel = mine;
      mine.onmessage = ({ data }: MessageEvent<unknown>) => heard(String(data));
      return () => {
        mine.close();
        if (channel === mine) channel = null;
      };
    },
  };
}
