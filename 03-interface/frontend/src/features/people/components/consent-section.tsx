"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Consent, Person } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { onDemand } from "@/ui/on-demand";

import { consentOf } from "../consent";
import { ConsentMark } from "./consent-mark";
import { useConsents } from "../hooks/use-people";

const GiveConsentDialog = onDemand(async () => (await import("./give-consent-dialog")).GiveConsentDialog);
const RevokeDialog = onDemand(async () => (await import("./revoke-dialog")).RevokeDialog);

/** Whether the person agreed, all that was ever recorded of it, and what can be recorded next. */
export function ConsentSection({ person }: { person: Person }) {
  const t = useTranslations("people.consent");
  const { data } = useConsents(person.id);
  const [asking, setAsking] = useState<"give" | "revoke" | null>(null);
  const { state } = consentOf(person);
  return (
    <section aria-labelledby="consent">
      <h2 id="consent" className="mb-2 text-lg font-semibold">
        {t("title")}
      </h2>
      <p className="text-base font-semibold">
        <ConsentMark person={person} short />
      </p>
      <p className="mt-1 text-ink-muted">{t(`means.${state}`)}</p>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button size="sm" look={state === "given" ? "secondary" : "primary"} onClick={() => setAsking("give")}>
          {state === "given" ? t("giveAgain") : t("give")}
        </Button>
        {state === "given" && (
          <Button size="sm" onClick={() => setAsking("revoke")}>
            {t("revoke")}
          </Button>
        )}
      </div>
      {data && data.length > 0 && (
        <>
          <h3 className="mt-6 mb-2 font-semibold">{t("history")}</h3>
          <ol className="flex flex-col gap-3 border-l border-rule pl-4">
            {[...data].reverse().map((consent) => (
              <Entry key={consent.id} consent={consent} />
            ))}
          </ol>
        </>
      )}
      {asking === "give" && <GiveConsentDialog person={person} onClose={() => setAsking(null)} />}
      {asking === "revoke" && <RevokeDialog person={person} onClose={() => setAsking(null)} />}
    </section>
  );
}

function Entry({ consent }: { consent: Consent }) {
  const t = useTranslations("people.consent");
  const formats = useFormats();
  return (
    <li className="min-w-0">
      <p className="break-words">
        {t("givenOn", { day: formats.day(consent.given_at) })}
        <span className="block text-ink-soft">{consent.how}</span>
      </p>
      <p className="text-xs text-ink-muted">{t("recordedOn", { moment: formats.moment(consent.recorded_at) })}</p>
      {consent.revoked_at && (
        <p className="mt-1 break-words text-loss">
          {t("revokedOn", { moment: formats.moment(consent.revoked_at) })}
          {consent.revoked_how && <span className="block text-ink-soft">{consent.revoked_how}</span>}
        </p>
      )}
    </li>
  );
}
