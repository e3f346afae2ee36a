"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";

import { administers } from "@/features/administration/places";
import { RecordingLight } from "@/features/recorder/components/recording-light";
import { useSessionState } from "@/features/session/hooks/connection";
import { Icon, type IconName } from "@/ui/icons";
import { PageLink } from "@/ui/page-link";

/** The product's places. Administrators have one more. */
export function MainNavigation() {
  const t = useTranslations("app");
  const pathname = usePathname();
  const state = useSessionState();
  if (state.status !== "open") return null;
  const places: readonly { href: string; name: string; icon?: IconName }[] = [
    { href: "/meetings", name: t("meetings") },
    { href: "/search", name: t("search"), icon: "search" },
    { href: "/chat", name: t("chat"), icon: "comment" },
    { href: "/record", name: t("record"), icon: "microphone" },
    { href: "/register", name: t("register"), icon: "check" },
    { href: "/people", name: t("people"), icon: "people" },
    ...(state.session.account.role === "administrator" ? [{ href: "/users", name: t("administration"), icon: "panel" as const }] : []),
  ];
  return (
    <nav aria-label={t("navigation")} className="flex h-full min-w-0 overflow-x-auto overflow-y-hidden wide:gap-1">
      {places.map(({ href, name, icon }) => (
        <PageLink
          key={href}
          href={href}
          aria-current={pathname.startsWith(href) || (href === "/users" && administers(pathname)) ? "page" : undefined}
          className="inline-flex shrink-0 items-center border-b-2 border-transparent px-2 text-xs font-semibold wide:px-2.5 wide:text-sm text-ink-muted transition-colors hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
        >
          {/* On a phone the drawing stands for the word: every place is in sight. */}
          {icon && <Icon name={icon} size={18} className="wide:hidden" />}
          <span className={icon && "max-wide:sr-only"}>{name}</span>
          {href === "/record" && <RecordingLight />}
        </PageLink>
      ))}
    </nav>
  );
}
