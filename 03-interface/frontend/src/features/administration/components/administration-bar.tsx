"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";

import { useSessionState } from "@/features/session/hooks/connection";

import { PLACES } from "../places";

/** The way between the places of an administrator. A member, who comes here for their own runs, sees none of it. */
export function AdministrationBar() {
  const t = useTranslations("administration");
  const pathname = usePathname();
  const state = useSessionState();
  if (state.status !== "open" || state.session.account.role !== "administrator") return null;
  return (
    <nav aria-label={t("title")} className="mb-6 flex flex-wrap gap-x-1 border-b border-rule">
      {PLACES.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname.startsWith(href) ? "page" : undefined}
          className="-mb-px border-b-2 border-transparent px-2 py-2 text-sm font-semibold text-ink-muted transition-colors hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
