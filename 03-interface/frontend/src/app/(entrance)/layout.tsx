import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { LanguageSwitch } from "@/features/account/components/language-switch";
import { Wordmark } from "@/ui/wordmark";

/** The pages before somebody is signed in: one form, and the two things a stranger may want. */
export default function EntranceLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("app");
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between px-5 py-4 wide:px-8">
        <Wordmark />
        <LanguageSwitch />
      </header>
      <main className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-5 pt-6 pb-24">{children}</main>
      <footer className="flex flex-wrap items-center justify-center gap-x-6 gap-y-1 px-5 py-5 text-xs text-ink-muted">
        <span>{t("promise")}</span>
        <Link href="/licences" className="underline-offset-4 hover:text-ink hover:underline">
          {t("licences")}
        </Link>
      </footer>
    </div>
  );
}
