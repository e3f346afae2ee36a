"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback } from "react";

import type { Session } from "@/api/types";
import { isLocale, LOCALE_COOKIE } from "@/language/locale";
import { keepChoice } from "@/ui/choice";

import { useConnection } from "./connection";
import { returnPath } from "../return-path";

/** What happens once somebody is in: the session is known, their language is taken up, and they go where they wanted to. */
export function useEntrance(from: string | null): (session: Session) => void {
  const { keeper } = useConnection();
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    (session) => {
      queries.clear();
      keeper.opened(session);
      const { language } = session.account;
      if (isLocale(language)) keepChoice(LOCALE_COOKIE, language);
      router.replace(returnPath(from));
      router.refresh();
    },
    [keeper, queries, router, from],
  );
}
