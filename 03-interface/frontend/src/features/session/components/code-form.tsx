"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";

import { Field } from "@/ui/field";

import { EntranceForm } from "./entrance-form";
import { redeemCode } from "../api/sessions";
import { useApi } from "../hooks/connection";
import { useSetup } from "../hooks/use-setup";

/** Chooses a password with the one-time code that an administrator handed over. */
export function CodeForm() {
  const t = useTranslations("entrance");
  const api = useApi();
  const { minimum } = useSetup();
  const email = useSearchParams().get("email") ?? "";
  return (
    <EntranceForm
      from={null}
      submit={t("setPassword")}
      enter={(fields) =>
        redeemCode(api, {
          email: (fields.email ?? "").trim(),
          code: (fields.code ?? "").trim(),
          password: fields.password ?? "",
        })
      }
    >
      <Field label={t("email")} name="email" type="email" autoComplete="username" defaultValue={email} required autoFocus={!email} />
      <Field
        label={t("code")}
        hint={t("redeemCodeHint")}
        name="code"
        autoComplete="one-time-code"
        spellCheck={false}
        className="tabular tracking-wider"
        required
        autoFocus={Boolean(email)}
      />
      <Field label={t("newPassword")} hint={t("passwordHint", { minimum })} name="password" type="password" autoComplete="new-password" required minLength={minimum} />
    </EntranceForm>
  );
}
