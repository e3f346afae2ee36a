"use client";

import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { EntranceForm } from "./entrance-form";
import { signIn } from "../api/sessions";
import { useApi, useSessionState } from "../hooks/connection";
import { useSetup } from "../hooks/use-setup";

export function SignInForm() {
  const t = useTranslations("entrance");
  const api = useApi();
  const router = useRouter();
  const from = useSearchParams().get("from");
  const state = useSessionState();
  const { needed } = useSetup();

  // A fresh installation has nobody who could sign in.
  useEffect(() => {
    if (needed) router.replace("/setup");
  }, [needed, router]);

  return (
    <>
      {state.status === "closed" && state.ended && (
        <div className="mb-5">
          <Notice kind="plain">{t("sessionEnded")}</Notice>
        </div>
      )}
      <EntranceForm
        from={from}
        submit={t("signIn")}
        enter={({ email = "", password = "" }) => signIn(api, { email: email.trim(), password })}
      >
        <Field label={t("email")} name="email" type="email" autoComplete="username" required autoFocus />
        <Field label={t("password")} name="password" type="password" autoComplete="current-password" required />
      </EntranceForm>
      <p className="mt-6 text-sm text-ink-muted">
        {t.rich("haveCode", {
          link: (words) => (
            <Link href="/code" className="font-semibold text-accent underline-offset-4 hover:underline">
              {words}
            </Link>
          ),
        })}
      </p>
    </>
  );
}
