"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect } from "react";

import { Field } from "@/ui/field";

import { EntranceForm } from "./entrance-form";
import { createFirstAdministrator } from "../api/sessions";
import { useApi } from "../hooks/connection";
import { useSetup } from "../hooks/use-setup";

/** The first administrator, proved by the one-time code that the start command printed. */
export function SetupForm() {
  const t = useTranslations("entrance");
  const api = useApi();
  const router = useRouter();
  const language = useLocale();
  const { needed, minimum } = useSetup();

  useEffect(() => {
    if (needed === false) router.replace("/sign-in");
  }, [needed, router]);

  return (
    <EntranceForm
      from={null}
      submit={t("createAdministrator")}
      enter={({ code = "", name = "", email = "", password = "" }) =>
        createFirstAdministrator(api, { code: code.trim(), name: name.trim(), email: email.trim(), password, language })
      }
    >
      <Field
        label={t("code")}
        hint={t("setupCodeHint")}
        name="code"
        autoComplete="one-time-code"
        spellCheck={false}
        autoCapitalize="characters"
        className="tabular tracking-wider"
        required
        autoFocus
      />
      <Field label={t("name")} name="name" autoComplete="name" required />
      <Field label={t("email")} name="email" type="email" autoComplete="username" required />
      <Field label={t("password")} hint={t("passwordHint", { minimum })} name="password" type="password" autoComplete="new-password" required minLength={minimum} />
    </EntranceForm>
  );
}
