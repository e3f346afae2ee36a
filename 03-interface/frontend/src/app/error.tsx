"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/ui/button";

/** A fault of ours while drawing a page: says what is safe and offers to draw it again. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("errors");
  return (
    <main className="mx-auto flex min-h-[70dvh] max-w-md flex-col justify-center px-5">
      <h1 className="text-2xl font-semibold tracking-tight">{t("faultTitle")}</h1>
      <p className="mt-2 mb-8 text-base text-ink-soft">{t("faultLead")}</p>
      <Button look="primary" className="self-start" onClick={reset}>
        {t("tryAgain")}
      </Button>
      {error.digest && <p className="tabular mt-6 text-xs text-ink-muted">{t("reference", { reference: error.digest })}</p>}
    </main>
  );
}
