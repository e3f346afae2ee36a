"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import type { Exclusively } from "@/api/session-keeper";
import { waits } from "@/features/leaving/waiting";
import { useConnection, useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { lookAgain, takeSpeakers, takeTranscript } from "@/features/transcripts/hooks/take-transcript";
import { Later } from "@/ui/later";
import { useSay } from "@/ui/toasts";

import { EditOutbox, type OutboxState, type Sent } from "../edit-outbox";
import { givesWords, isText, lastOf, type KeptEdit } from "../kept";
import { pagesNearby } from "../neighbours";
import { createEditStore } from "../store";

const LOCK = "scribe-edits";

// Where it cannot come, no edit could be sent either: it is tried again as one that was not answered.
const sending = new Later(async () => (await import("../api/send-edit")).sendEdit);

/** One page of this browser at a time; where the browser has no locks, whoever comes: the same edit sent twice is done once. */
const onePageAtATime: Exclusively = async (task) =>
  typeof navigator !== "undefined" && "locks" in navigator ? await navigator.locks.request(LOCK, task) : task();

const OutboxContext = createContext<EditOutbox | null>(null);

/** Keeps what a signed-in person corrects until the API has it, whichever screen is shown. */
export function EditsProvider({ children }: { children: ReactNode }) {
  const session = useSessionState();
  const account = session.status === "open" ? session.session.account.id : null;
  return account === null ? children : <EditsOf key={account} account={account}>{children}</EditsOf>;
}

/** The same for an account that is known. */
export function EditsOf({ account, children }: { account: string; children: ReactNode }) {
  const { api } = useConnection();
  const queries = useQueryClient();
  const say = useSay();
  const complaint = useComplaint();
  const t = useTranslations("edits");
  const [outbox] = useState(() => new EditOutbox(account, createEditStore(), async (edit) => (await sending.come())(api, edit), onePageAtATime, pagesNearby()));

  useEffect(() => {
    outbox.tellTo({
      sent: async (edit, sent, here) => {
        takeTranscript(queries, sent.transcript);
        // A no may leave every name as it was, and takes a guess away all the same.
        if (edit.change.kind === "person" || edit.change.kind === "notPerson") takeSpeakers(queries, edit.meeting);
        if (sent.uncut) say(t(givesWords(edit) ? "unmoved" : "uncut"));
        else if (here && wasJoined(edit, sent)) say(t("joined"));
        // The page draws the new text in the next turn.
        await new Promise((resolve) => setTimeout(resolve, 0));
      },
      dropped: (_, error) => say(complaint(error)),
      outdated: (meeting) => lookAgain(queries, api, meeting),
    });
  }, [outbox, api, queries, say, complaint, t]);

  useEffect(() => waits(() => ({ what: "edits", ...outbox.waiting })), [outbox]);

  useEffect(() => {
    void outbox.open();
    const stir = () => outbox.stir();
    window.addEventListener("online", stir);
    return () => {
      window.removeEventListener("online", stir);
      outbox.close();
    };
  }, [outbox]);

  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

/** Whether what stands there now holds somebody else's change too. */
function wasJoined({ utterance, change }: KeptEdit, { transcript }: Sent): boolean {
  if (change.kind !== "write" || change.word !== null) return false;
  const now = transcript.utterances.find(({ id }) => id === utterance);
  return now !== undefined && now.text !== change.text.split(/\s+/).filter(Boolean).join(" ");
}

export function useEditOutbox(): EditOutbox {
  const outbox = useContext(OutboxContext);
  if (outbox === null) throw new Error("outside EditsProvider");
  return outbox;
}

const NONE: OutboxState = { edits: [], cut: false, afloat: new Set() };

function useOutboxState(): OutboxState {
  const outbox = useEditOutbox();
  return useSyncExternalStore(
    outbox.subscribe,
    () => outbox.state,
    () => NONE,
  );
}

export interface MeetingEdits {
  /** The last one of each utterance, by its id. */
  last: ReadonlyMap<string, KeptEdit>;
  /** Those that are not about the words of one utterance, in order. */
  others: readonly KeptEdit[];
  /** On their way, or waiting for the network. */
  waiting: number;
  /** Of those, not in the browser's storage yet. */
  afloat: number;
  /** Texts that wait for their writer. */
  open: number;
  cut: boolean;
}

/** What was corrected of a meeting in this browser and is not at the API yet. */
export function useEdits(meetingId: string): MeetingEdits {
  const { edits, cut, afloat } = useOutboxState();
  return useMemo(() => {
    const here = edits.filter(({ meeting }) => meeting === meetingId);
    const waiting = here.filter(({ state }) => state === "waiting").length;
    const others = here.filter((edit) => !isText(edit));
    const open = here.length - waiting - others.filter(({ state }) => state !== "waiting").length;
    return { last: lastOf(edits, meetingId), others, waiting, afloat: here.filter(({ id }) => afloat.has(id)).length, open, cut };
  }, [edits, cut, afloat, meetingId]);
}
