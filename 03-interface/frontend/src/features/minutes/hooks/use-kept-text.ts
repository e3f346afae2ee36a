"use client";

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";

import type { Minutes } from "@/api/types";

import { drafts, type Draft } from "../drafts";
import { Overtaken } from "../overtaken";

/** Milliseconds without a key after which what is typed is kept. */
const PAUSE_MS = 800;

const NONE: ReadonlyMap<string, Draft> = new Map();

export function useDrafts(): ReadonlyMap<string, Draft> {
  return useSyncExternalStore(
    drafts.subscribe,
    () => drafts.all,
    () => NONE,
  );
}

interface KeptTextProps {
  /** The field, as `fieldOf` names it. */
  field: string;
  /** What the API says stands there. */
  value: string;
  section: string | null;
  /** Keeps a text in place of `base`. */
  keep: (text: string, base: string) => Promise<Minutes>;
}

export interface KeptText {
  text: string;
  type: (text: string) => void;
  /** Keeps at once what was typed. */
  flush: () => void;
  /** Why what is typed is not kept; `null` while it is, or is about to be. */
  trouble: unknown;
  /** What somebody else wrote there meanwhile: `take` theirs or `insist` on what is typed. */
  theirs: string | null;
  take: () => void;
  insist: () => void;
}

/** A text that is kept while one types, a moment after the last letter; what cannot be kept stays in the field. */
export function useKeptText({ field, value, section, keep }: KeptTextProps): KeptText {
  const draft = useDrafts().get(field);
  const [trouble, setTrouble] = useState<unknown>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ keep, value });
  useEffect(() => {
    latest.current = { keep, value };
  });

  const sending = useRef(false);
  const send = useCallback(() => {
    const sendNow = () => {
      clearTimeout(timer.current);
      const now = drafts.all.get(field);
      if (now === undefined || sending.current) return;
      const words = now.text.trim();
      if (words === now.base) drafts.drop(field);
      if (words === now.base || words === "") return; // an empty item is not kept: it is deleted, or filled
      sending.current = true;
      latest.current.keep(words, now.base).then(
        () => {
          sending.current = false;
          setTrouble(null);
          const after = drafts.all.get(field);
          if (after === undefined) return;
          if (after.text === now.text) drafts.drop(field);
          else {
            // What was typed while it was on its way goes next, onto what is kept now.
            drafts.put(field, { ...after, base: words });
            timer.current = setTimeout(sendNow, PAUSE_MS);
          }
        },
        (error: unknown) => {
          sending.current = false;
          setTrouble(error);
        },
      );
    };
    sendNow();
  }, [field]);

  const type = (text: string) => {
    drafts.put(field, { text, base: draft?.base ?? value, section });
    clearTimeout(timer.current);
    timer.current = setTimeout(send, PAUSE_MS);
  };

  // What waited since before a reload goes now; whoever leaves within that pause wrote it all the same.
  useEffect(() => {
    send();
    return send;
  }, [send]);
  // The network is back: what waits goes.
  useEffect(() => {
    window.addEventListener("online", send);
    return () => window.removeEventListener("online", send);
  }, [send]);

  const overtaken = draft !== undefined && trouble instanceof Overtaken && draft.base !== value;
  return {
    text: draft?.text ?? value,
    type,
    flush: send,
    trouble: draft === undefined || trouble instanceof Overtaken ? null : trouble,
    theirs: overtaken ? value : null,
    take: () => {
      drafts.drop(field);
      setTrouble(null);
    },
    insist: () => {
      if (draft) drafts.put(field, { ...draft, base: value });
      setTrouble(null);
      send();
    },
  };
}
