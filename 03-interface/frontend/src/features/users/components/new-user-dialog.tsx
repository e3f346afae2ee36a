"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { FormEvent } from "react";

import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { isLocale, LOCALES } from "@/language/locale";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Notice } from "@/ui/notice";

import type { HandedCode } from "./code-dialog";
import { createUser, userKeys } from "../api/users";

/** A new account. Its owner chooses the password; nobody else ever knows it. */
export function NewUserDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (code: HandedCode) => void }) {
  const t = useTranslations("users");
  const account = useTranslations("account");
  const entrance = useTranslations("entrance");
  const locale = useLocale();
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const create = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "").trim();
      const language = text("language");
      return createUser(api, {
        name: text("name"),
        email: text("email"),
        role: text("role") === "administrator" ? "administrator" : "member",
        language: isLocale(language) ? language : locale,
      });
    },
    onSuccess: ({ user, one_time_code, code_expires_at }) => {
      void queries.invalidateQueries({ queryKey: userKeys.all });
      onCreated({ user, code: one_time_code, expiresAt: code_expires_at });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={t("create")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {create.error && (
          <Notice kind="loss" announce>
            {complaint(create.error)}
          </Notice>
        )}
        <Field label={entrance("name")} name="name" autoComplete="off" required />
        <Field label={entrance("email")} name="email" type="email" autoComplete="off" required />
        <Select label={t("role")} name="role" defaultValue="member">
          <option value="member">{t("roles.member")}</option>
          <option value="administrator">{t("roles.administrator")}</option>
        </Select>
        <Select label={account("language")} name="language" defaultValue={locale}>
          {LOCALES.map((value) => (
            <option key={value} value={value} lang={value}>
              {account(`languages.${value}`)}
            </option>
          ))}
        </Select>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={create.isPending}>
            {t("createAndCode")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
