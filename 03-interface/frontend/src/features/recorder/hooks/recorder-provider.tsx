"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import type { UploadUnderWay } from "@/api/types";
import { waits } from "@/features/leaving/waiting";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { useConnection, useSessionState } from "@/features/session/hooks/connection";
import { Later, useSomebody } from "@/ui/later";

import type { Desk } from "../desk";
import { hasRecorded } from "../has-recorded";
import type { Entry, Outbox } from "../outbox";
import type { Recorder, RecorderState } from "../recorder";
import { useWakeLock } from "./use-wake-lock";

const code = new Later(() => import("../desk"));

const DeskContext = createContext<{ desk: Desk | null; want: () => void } | null>(null);

/**
 * Keeps a recording going whichever screen is shown, also that of a session that ran out meanwhile: a meeting does not wait.
 *
 * It warns before the page is closed on one, and sends what earlier pages left. Its code comes with the screens that are about
 * recordings, where this browser has made one, or once somebody is there.
 */
export function RecorderProvider({ children }: { children: ReactNode }) {
  const { origin, keeper } = useConnection();
  const queries = useQueryClient();
  const session = useSessionState();
  const [desk, setDesk] = useState<Desk | null>(null);
  const [wanted, setWanted] = useState(false);
  const somebody = useSomebody();
  const account = session.status === "open" ? session.session.account.id : null;
  const left = session.status === "closed" && session.left;

  useEffect(() => {
    if (account !== null) void hasRecorded().then((has) => has && setWanted(true));
  }, [account]);

  const comes = desk === null && account !== null && (wanted || somebody);
  useEffect(() => {
    if (!comes) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const received = (meeting: string) => {
      void queries.invalidateQueries({ queryKey: meetingKeys.lists });
      void queries.invalidateQueries({ queryKey: meetingKeys.one(meeting) });
    };
    const bring = () =>
      code.come().then(
        ({ createDesk }) => over || setDesk(createDesk(origin, keeper, received)),
        () => {
          if (!over) timer = setTimeout(bring, LOOK_MS);
        },
      );
    void bring();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [comes, origin, keeper, queries]);

  useEffect(() => {
    if (desk === null) return;
    const whose = desk.recorder.state.recording?.account;
    // Whoever signs out leaves; whoever else signs in records nothing of theirs.
    if (left || (account !== null && whose !== undefined && whose !== account)) void desk.recorder.end();
  }, [desk, left, account]);

  useEffect(() => {
    if (desk === null || account === null) return;
    const { outbox } = desk;
    const look = () => {
      if (document.visibilityState === "visible") void outbox.look(account).catch(() => undefined);
    };
    const stir = () => outbox.stir();
    look();
    window.addEventListener("online", stir);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("online", stir);
      document.removeEventListener("visibilitychange", look);
    };
  }, [desk, account]);

  useEffect(() => {
    if (desk === null) return;
    const { recorder, outbox } = desk;
    const warn = (event: BeforeUnloadEvent) => {
      if (recorder.state.phase !== "idle" || outbox.busy) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [desk]);

  useEffect(() => {
    if (desk === null) return;
    const { recorder, outbox } = desk;
    const stop = [
      waits(() => ({ what: "recording", moving: recorder.state.phase === "idle" ? 0 : 1, held: 0 })),
      waits(() => ({ what: "recordings", ...outbox.waiting })),
    ];
    return () => stop.forEach((end) => end());
  }, [desk]);

  const given = useMemo(() => ({ desk, want: () => setWanted(true) }), [desk]);
  return (
    <DeskContext value={given}>
      <Awake />
      {desk !== null && account !== null && <Elsewhere account={account} />}
      {children}
    </DeskContext>
  );
}

function Awake() {
  useWakeLock(useRecorderState().phase === "recording");
  return null;
}

const LOOK_MS = 5_000;

/** Looks again while another page has a recording: it may be closed on it. */
function Elsewhere({ account }: { account: string }) {
  const outbox = useOutbox();
  const elsewhere = useKeptRecordings().some(({ status }) => status === "elsewhere");
  useEffect(() => {
    if (!elsewhere) return;
    const looking = setInterval(() => void outbox.look(account).catch(() => undefined), LOOK_MS);
    return () => clearInterval(looking);
  }, [outbox, account, elsewhere]);
  return null;
}

function useGiven() {
  const given = useContext(DeskContext);
  if (given === null) throw new Error("outside RecorderProvider");
  return given;
}

/** Whether recordings can be made and are known; asks for what that needs. */
export function useRecordings(): boolean {
  const { desk, want } = useGiven();
  useEffect(want, [want]);
  return desk !== null;
}

function useDesk(): Desk {
  const { desk } = useGiven();
  if (desk === null) throw new Error("before useRecordings");
  return desk;
}

export function useRecorder(): Recorder {
  return useDesk().recorder;
}

const IDLE: RecorderState = { phase: "idle", recording: null, microphone: null, hearsTab: false, trouble: null };
const never = () => () => undefined;

export function useRecorderState(): RecorderState {
  const recorder = useGiven().desk?.recorder;
  return useSyncExternalStore(
    recorder?.subscribe ?? never,
    () => recorder?.state ?? IDLE,
    () => IDLE,
  );
}

export function useOutbox(): Outbox {
  return useDesk().outbox;
}

const NO_ENTRIES: readonly Entry[] = [];

export function useKeptRecordings(): readonly Entry[] {
  const outbox = useGiven().desk?.outbox;
  return useSyncExternalStore(
    outbox?.subscribe ?? never,
    () => outbox?.entries ?? NO_ENTRIES,
    () => NO_ENTRIES,
  );
}

const NO_UPLOADS: readonly UploadUnderWay[] = [];

/** Recordings begun in other browsers, as of when the screen was opened. */
export function useRecordingsAway(): readonly UploadUnderWay[] {
  const outbox = useGiven().desk?.outbox;
  useEffect(() => void outbox?.lookAway().catch(() => undefined), [outbox]); // where the API does not answer, the next screen shows them
  return useSyncExternalStore(
    outbox?.subscribe ?? never,
    () => outbox?.away ?? NO_UPLOADS,
    () => NO_UPLOADS,
  );
}
