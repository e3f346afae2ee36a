import Link from "next/link";
import { useTranslations } from "next-intl";

import { buttonClass } from "@/ui/button";
import { Wordmark } from "@/ui/wordmark";

export default function NotFound() {
  const t = useTranslations("errors");
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-5 pb-24">
      <Wordmark />
      <h1 className="mt-10 text-2xl font-semibold tracking-tight">{t("notFoundTitle")}</h1>
      <p className="mt-2 mb-8 text-base text-ink-soft">{t("notFoundLead")}</p>
      <Link href="/meetings" className={`${buttonClass({ look: "primary" })} self-start`}>
        {t("toMeetings")}
      </Link>
    </main>
  );
}
