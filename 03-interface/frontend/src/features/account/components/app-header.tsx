import Link from "next/link";
import { useTranslations } from "next-intl";

import { Wordmark } from "@/ui/wordmark";

import { AccountMenu } from "./account-menu";
import { MainNavigation } from "./main-navigation";

/** The line at the top of every page of a signed-in person. */
export function AppHeader() {
  const t = useTranslations("app");
  return (
    <header className="border-b border-rule print:hidden">
      <div className="mx-auto flex h-14 w-full max-w-6xl items-center gap-2 px-4 wide:gap-6 wide:px-8">
        <Link href="/meetings" prefetch={false} aria-label={t("home")} className="hidden shrink-0 rounded-sm wide:block">
          <Wordmark short />
        </Link>
        <MainNavigation />
        <div className="ml-auto shrink-0">
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}
