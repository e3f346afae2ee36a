"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import type { UploadUnderWay } from "@/api/types";
import { waits } from "@/features/leaving/waiting";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { pageLanguage, useConnection, useSessionState } from "@/features/session/hooks/connection";

import { createLine } from "../api/line";
import { pageLocks } from "../locks";
import { Outbox, type Entry } from "../outbox";
import { Recorder, type RecorderState } from "../recorder";
import { openCapture } from "../sound";
import { createStore } from "../store";
import { useWakeLock } from "./use-wake-lock";

interface Desk {
  recorder: Recorder;
  outbox: Outbox;
}

const DeskContext = createContext<Desk | null>(null);

/**
 * Keeps a recording going whichever screen is shown, also that of a session that ran out meanwhile: a meeting does not wait.
 *
 * It warns before the page is closed on one, and sends what earlier pages left.
 */
export function RecorderProvider({ children }: { children: ReactNode }) {
  const { origin, keeper } = useConnection();
  const queries = useQueryClient();
  const session = useSessionState();
  const [desk] = useState<Desk>(() => {
    const store = createStore();
    const outbox = new Outbox(store, createLine(origin, keeper, pageLanguage), pageLocks, (meeting) => {
      void queries.invalidateQueries({ queryKey: meetingKeys.lists });
      void queries.invalidateQueries({ queryKey: meetingKeys.one(meeting) });
    });
    return { outbox, recorder: new Recorder({ store, outbox, locks: pageLocks, open: openCapture }) };
  });
  const { recorder, outbox } = desk;
  const account = session.status === "open" ? session.session.account.id : null;
  const left = session.status === "closed" && session.left;

  useEffect(() => {
    const whose = recorder.state.recording?.account;
    // Whoever signs out leaves; whoever else signs in records nothing of theirs.
    if (left || (account !== null && whose !== undefined && whose !== account)) void recorder.end();
  }, [recorder, left, account]);

  useEffect(() => {
    if (account === null) return;
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
  }, [outbox, account]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (recorder.state.phase !== "idle" || outbox.busy) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [recorder, outbox]);

  useEffect(() => {
    const stop = [
      waits(() => ({ what: "recording", moving: recorder.state.phase === "idle" ? 0 : 1, held: 0 })),
      waits(() => ({ what: "recordings", ...outbox.waiting })),
    ];
    return () => stop.forEach((end) => end());
  }, [recorder, outbox]);

  return (
    <DeskContext value={desk}>
      <Awake />
      {account !== null && <Elsewhere account={account} />}
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

function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("outside RecorderProvider");
  return desk;
}

export function useRecorder(): Recorder {
  return useDesk().recorder;
}

const IDLE: RecorderState = { phase: "idle", recording: null, microphone: null, hearsTab: false, trouble: null };

export function useRecorderState(): RecorderState {
  const recorder = useRecorder();
  return useSyncExternalStore(
    recorder.subscribe,
    () => recorder.state,
    () => IDLE,
  );
}

export function useOutbox(): Outbox {
  return useDesk().outbox;
}

const NO_ENTRIES: readonly Entry[] = [];

export function useKeptRecordings(): readonly Entry[] {
  const outbox = useOutbox();
  return useSyncExternalStore(
    outbox.subscribe,
    () => outbox.entries,
    () => NO_ENTRIES,
  );
}

const NO_UPLOADS: readonly UploadUnderWay[] = [];

/** Recordings begun in other browsers, as of when the screen was opened. */
export function useRecordingsAway(): readonly UploadUnderWay[] {
  const outbox = useOutbox();
  useEffect(() => void outbox.lookAway().catch(() => undefined), [outbox]); // where the API does not answer, the next screen shows them
  return useSyncExternalStore(
    outbox.subscribe,
    () => outbox.away,
    () => NO_UPLOADS,
  );
}
