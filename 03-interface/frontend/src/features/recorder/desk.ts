import type { SessionKeeper } from "@/api/session-keeper";
import { pageLanguage } from "@/features/session/hooks/connection";

import { createLine } from "./api/line";
import { pageLocks } from "./locks";
import { Outbox } from "./outbox";
import { Recorder } from "./recorder";
import { openCapture } from "./sound";
import { createStore } from "./store";

/** What records in this page, and what sends recordings of this browser. */
export interface Desk {
  recorder: Recorder;
  outbox: Outbox;
}

export function createDesk(origin: string, keeper: SessionKeeper, received: (meetingId: string) => void): Desk {
  const store = createStore();
  const outbox = new Outbox(store, createLine(origin, keeper, pageLanguage), pageLocks, received);
  return { outbox, recorder: new Recorder({ store, outbox, locks: pageLocks, open: openCapture }) };
}
