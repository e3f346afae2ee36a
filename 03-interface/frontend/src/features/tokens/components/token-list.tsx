"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { ApiToken, ApiTokenWithSecret } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { keepFocus } from "@/ui/keep-focus";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";
import { useSay } from "@/ui/toasts";

import { SecretDialog } from "./secret-dialog";
import { listTokens, revokeToken, tokenKeys } from "../api/tokens";

const NewTokenDialog = onDemand(async () => (await import("./new-token-dialog")).NewTokenDialog);
const RevokeTokenDialog = onDemand(async () => (await import("./revoke-token-dialog")).RevokeTokenDialog);

/** The tokens one's programs use, and the way to make one and to end one. */
export function TokenList() {
  const t = useTranslations("tokens");
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<ApiTokenWithSecret | null>(null);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const { data, error } = useQuery({ queryKey: tokenKeys.all, queryFn: ({ signal }) => listTokens(api, signal) });
  const refresh = () => void queries.invalidateQueries({ queryKey: tokenKeys.all });
  const revoke = useMutation({
    mutationFn: (token: ApiToken) => revokeToken(api, token.id),
    onSuccess: () => say(t("revoked")),
    onError: (problem) => say(complaint(problem)),
    onSettled: refresh,
  });
  if (error) return <Notice kind="loss">{complaint(error)}</Notice>;
  if (!data) return <div aria-busy className="h-24 animate-pulse rounded-md bg-sunken" />;
  return (
    <div ref={keepFocus}>
      {data.length === 0 ? (
        <p className="text-ink-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-rule border-y border-rule">
          {data.map((token) => (
            <TokenRow key={token.id} token={token} pending={revoke.isPending} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      <Button icon="plus" className="mt-4" onClick={() => setMaking(true)}>
        {t("create")}
      </Button>
      {making && (
        <NewTokenDialog
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setMaking(false);
            setMade(token);
            refresh();
          }}
        />
      )}
      {made && <SecretDialog token={made} onClose={() => setMade(null)} />}
      {revoking && (
        <RevokeTokenDialog
          token={revoking}
          onClose={() => setRevoking(null)}
          onRevoke={() => {
            revoke.mutate(revoking);
            setRevoking(null);
          }}
        />
      )}
    </div>
  );
}

function TokenRow({ token, pending, onRevoke }: { token: ApiToken; pending: boolean; onRevoke: () => void }) {
  const t = useTranslations("tokens");
  const formats = useFormats();
  const used = token.used_at === null ? t("neverUsed") : t("used", { moment: formats.moment(token.used_at) });
  return (
    <li className="flex items-center gap-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold" title={token.name}>
          {token.name}
        </p>
        <p className="tabular text-xs text-ink-muted">
          {[t(`scopes.${token.scope}`), t("until", { day: formats.day(token.expires_at) }), used].join(" · ")}
        </p>
      </div>
      <Button size="sm" disabled={pending} aria-label={t("revokeNamed", { name: token.name })} onClick={onRevoke}>
        {t("revoke")}
      </Button>
    </li>
  );
}
