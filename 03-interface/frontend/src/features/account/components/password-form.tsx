"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, type FormEvent } from "react";

import { changePassword } from "@/features/session/api/sessions";
import { useApi, useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSetup } from "@/features/session/hooks/use-setup";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { accountKeys } from "../api/account";

/** A new password for oneself. Other browsers are signed out by it. */
export function PasswordForm() {
  const t = useTranslations("account");
  const entrance = useTranslations("entrance");
  const api = useApi();
  const { minimum } = useSetup();
  const state = useSessionState();
  const complaint = useComplaint();
  const say = useSay();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: (fields: FormData) =>
      changePassword(api, {
        current_password: String(fields.get("current")),
        new_password: String(fields.get("new")),
      }),
    onSuccess: () => {
      form.current?.reset();
      say(t("passwordChanged"));
      void queries.invalidateQueries({ queryKey: accountKeys.all }); // other sign-ins and tokens have ended
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(new FormData(event.currentTarget));
  };
  return (
    <form ref={form} onSubmit={submit} className="flex max-w-md flex-col gap-5">
      {change.error && (
        <Notice kind="loss" announce>
          {complaint(change.error)}
        </Notice>
      )}
      {/* For password managers, which need to know whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={state.status === "open" ? state.session.account.email : ""} readOnly hidden />
      <Field label={t("currentPassword")} name="current" type="password" autoComplete="current-password" required />
      <Field
        label={entrance("newPassword")}
        hint={entrance("passwordHint", { minimum })}
        name="new"
        type="password"
        autoComplete="new-password"
        required
        minLength={minimum}
      />
      <Button type="submit" look="primary" disabled={change.isPending} className="self-start">
        {t("changePassword")}
      </Button>
    </form>
  );
}
