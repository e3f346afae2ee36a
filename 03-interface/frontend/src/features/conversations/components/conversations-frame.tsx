"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Icon } from "@/ui/icons";
import { PageLink } from "@/ui/page-link";

import { ConversationList } from "./conversation-list";
import { AskingProvider } from "../hooks/asking";

/** The conversations beside the one that is read; on a phone under where a new one begins. */
export function ConversationsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("conversations");
  const isBeginning = usePathname() === "/chat";
  return (
    <AskingProvider>
      <div className="wide:grid wide:grid-cols-[15rem_minmax(0,1fr)] wide:gap-10">
        <div className="wide:sticky wide:top-6 wide:max-h-[calc(100dvh-3rem)] wide:self-start wide:overflow-y-auto wide:p-0.5 max-wide:hidden">
          <ConversationList />
        </div>
        <div className="min-w-0 max-w-3xl">
          {!isBeginning && (
            <PageLink href="/chat" className="mb-3 inline-flex items-center gap-1 rounded-sm text-xs font-semibold text-accent-strong hover:underline wide:hidden print:hidden">
              <Icon name="chevron" size={14} className="rotate-90" />
              {t("list")}
            </PageLink>
          )}
          {children}
        </div>
        {isBeginning && (
          <div className="mt-10 wide:hidden">
            <ConversationList />
          </div>
        )}
      </div>
    </AskingProvider>
  );
}
