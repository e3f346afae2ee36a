"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { OpenSession } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { keepFocus } from "@/ui/keep-focus";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { agentFrom } from "../agent";
import { accountKeys, closeOtherSessions, closeSession, listSessions } from "../api/account";

/** Where one is signed in, and the way to end it from here. */
export function SessionList() {
  const t = useTranslations("account");
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const { data, error } = useQuery({ queryKey: accountKeys.sessions, queryFn: ({ signal }) => listSessions(api, signal) });
  const settled = {
    // Tokens end with the sessions.
    onSettled: () => void queries.invalidateQueries({ queryKey: accountKeys.all }),
    onError: (problem: unknown) => say(complaint(problem)),
  };
  const end = useMutation({ mutationFn: (id: string) => closeSession(api, id), ...settled });
  const endOthers = useMutation({ mutationFn: () => closeOtherSessions(api), onSuccess: () => say(t("othersEnded")), ...settled });
  if (error) return <Notice kind="loss">{complaint(error)}</Notice>;
  if (!data) return <div aria-busy className="h-24 animate-pulse rounded-md bg-sunken" />;
  return (
    <div ref={keepFocus}>
      <ul className="divide-y divide-rule border-y border-rule">
        {data.map((session) => (
          <SessionRow key={session.id} session={session} pending={end.isPending || endOthers.isPending} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
      {data.some(({ current }) => !current) && (
        <Button className="mt-4" disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {t("endOthers")}
        </Button>
      )}
    </div>
  );
}

interface SessionRowProps {
  session: OpenSession;
  pending: boolean;
  onEnd: () => void;
}

function SessionRow({ session, pending, onEnd }: SessionRowProps) {
  const t = useTranslations("account");
  const formats = useFormats();
  const { browser, system } = agentFrom(session.agent);
  const unknown = session.kind === "program" ? t("program") : t("browser");
  const name = browser && system ? t("browserOn", { browser, system }) : (browser ?? (system ? t("browserOn", { browser: unknown, system }) : unknown));
  return (
    <li className="flex items-center gap-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold" title={session.agent}>
          {name}
        </p>
        <p className="tabular text-xs text-ink-muted">
          {t("signedInSince", { since: formats.moment(session.created_at), used: formats.moment(session.used_at) })}
        </p>
      </div>
      {session.current ? (
        <span className="text-xs text-ink-muted">{t("thisOne")}</span>
      ) : (
        <Button size="sm" disabled={pending} aria-label={t("endNamed", { name })} onClick={onEnd}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}
