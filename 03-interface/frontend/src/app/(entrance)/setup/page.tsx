import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";

import { SetupForm } from "@/features/session/components/setup-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("entrance");
  return { title: t("setupTitle") };
}

export default function Page() {
  const t = useTranslations("entrance");
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{t("setupTitle")}</h1>
      <p className="mt-2 mb-8 text-base text-ink-soft">{t("setupLead")}</p>
      <SetupForm />
    </>
  );
}
