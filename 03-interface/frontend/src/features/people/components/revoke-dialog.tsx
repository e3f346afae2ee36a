"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { revokeConsent } from "../api/people";
import { useChangeConsent } from "../hooks/use-people";

/** Takes consent back, and says before what goes with it. */
export function RevokeDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("people");
  const complaint = useComplaint();
  const say = useSay();
  const revoke = useChangeConsent<string>((api, how) => revokeConsent(api, person.id, how));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    revoke.mutate(String(new FormData(event.currentTarget).get("how") ?? "").trim(), {
      onSuccess: () => {
        say(t("consent.revoked", { name: person.name }));
        onClose();
      },
    });
  };
  return (
    <Dialog title={t("consent.revokeTitle", { name: person.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {revoke.error && (
          <Notice kind="loss" announce>
            {complaint(revoke.error)}
          </Notice>
        )}
        <div>
          <p className="mb-2">{t("consent.revokeLead")}</p>
          <ul className="list-disc space-y-1 pl-5 text-ink-soft">
            <li>{t("consent.goes.voiceprints", { count: person.voiceprints })}</li>
            <li>{t("consent.goes.guesses")}</li>
            <li>{t("consent.goes.learning")}</li>
          </ul>
          <p className="mt-3 text-ink-soft">{t("consent.stays")}</p>
        </div>
        <Field label={t("consent.revokeHow")} hint={t("consent.revokeHowHint")} name="how" autoComplete="off" maxLength={500} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="danger" disabled={revoke.isPending}>
            {t("consent.revokeForGood")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
