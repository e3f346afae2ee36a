"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { NotificationChoice } from "@/features/notifications/components/notification-choice";
import { TokenList } from "@/features/tokens/components/token-list";

import { OwnData } from "./own-data";
import { PasswordForm } from "./password-form";
import { PreferencesForm } from "./preferences-form";
import { SessionList } from "./session-list";
import { StorageMeter } from "./storage-meter";

/** One's own account: who one is here, how one likes the interface, where one is signed in. */
export function AccountScreen() {
  const t = useTranslations("account");
  return (
    <>
      <h1 className="mb-8 text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <div className="flex flex-col divide-y divide-rule">
        <Part title={t("profile")}>
          <PreferencesForm />
        </Part>
        <Part title={t("notifications")} lead={t("notificationsLead")}>
          <NotificationChoice />
        </Part>
        <Part title={t("storage")}>
          <StorageMeter />
        </Part>
        <Part title={t("ownData")} lead={t("ownDataLead")}>
          <OwnData />
        </Part>
        <Part title={t("sessions")} lead={t("sessionsLead")}>
          <SessionList />
        </Part>
        <Part title={t("tokens")} lead={t("tokensLead")}>
          <TokenList />
        </Part>
        <Part title={t("password")} lead={t("passwordLead")}>
          <PasswordForm />
        </Part>
      </div>
    </>
  );
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-12 gap-y-4 py-8 first:pt-0 wide:grid-cols-[16rem_minmax(0,32rem)]">
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {lead && <p className="mt-1 text-ink-muted">{lead}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
