"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import type { Conversation, Message } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";

import { answerEvents } from "../answer-events";
import { askQuestion, conversationKeys } from "../api/conversations";
import { Asking, type AskedNow } from "../asking";

const AskingContext = createContext<Asking | null>(null);

/** Has what is asked below answered, whichever conversation is looked at meanwhile. Who leaves gives it up. */
export function AskingProvider({ children }: { children: ReactNode }) {
  const api = useApi();
  const queries = useQueryClient();
  const [asking] = useState(
    () =>
      new Asking({
        ask: async (id, question, signal) => answerEvents(await askQuestion(api, id, question, signal)),
        settle: (id, message) => {
          if (message) queries.setQueryData<Conversation>(conversationKeys.one(id), (known) => known && withMessage(known, message));
          // Its title may be this question, one that failed was kept as such, and the list has another order now.
          void queries.invalidateQueries({ queryKey: conversationKeys.one(id) });
          void queries.invalidateQueries({ queryKey: conversationKeys.lists });
        },
      }),
  );
  useEffect(() => () => asking.forgetAll(), [asking]);
  return <AskingContext value={asking}>{children}</AskingContext>;
}

export function useAsking(): Asking {
  const asking = useContext(AskingContext);
  if (asking === null) throw new Error("outside AskingProvider");
  return asking;
}

/** What is being answered in a conversation, and whether something still comes. */
export function useAskedNow(conversationId: string | null): { now: AskedNow | null; busy: boolean } {
  const asking = useAsking();
  const now = useSyncExternalStore(
    asking.subscribe,
    () => (conversationId === null ? null : asking.of(conversationId)),
    () => null,
  );
  return { now, busy: conversationId !== null && now !== null && asking.isBusy(conversationId) };
}

function withMessage(conversation: Conversation, message: Message): Conversation {
  return { ...conversation, messages: [...conversation.messages.filter(({ id }) => id !== message.id), message] };
}
