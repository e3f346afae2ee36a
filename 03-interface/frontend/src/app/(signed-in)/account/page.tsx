import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";

import { PasswordForm } from "@/features/account/components/password-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("password") };
}

export default function Page() {
  const t = useTranslations("account");
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{t("password")}</h1>
      <p className="mt-2 mb-8 max-w-md text-ink-soft">{t("passwordLead")}</p>
      <PasswordForm />
    </>
  );
}
