"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";

import { giveConsent, type GivenConsent } from "../api/people";
import { readConsent } from "../consent";
import { ConsentFields } from "./consent-fields";
import { useChangeConsent } from "../hooks/use-people";

/** Records that a person agreed to be known by voice, beside what was recorded before. */
export function GiveConsentDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("people");
  const complaint = useComplaint();
  const give = useChangeConsent<GivenConsent>((api, given) => giveConsent(api, person.id, given));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = readConsent(new FormData(event.currentTarget));
    if (given) give.mutate(given, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("consent.giveTitle", { name: person.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {give.error && (
          <Notice kind="loss" announce>
            {complaint(give.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("consent.giveLead")}</p>
        <ConsentFields />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={give.isPending}>
            {t("consent.record")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
