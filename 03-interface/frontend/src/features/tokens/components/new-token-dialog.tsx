"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { ApiTokenWithSecret } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { makeToken } from "../api/tokens";

const NAME_LIMIT = 100;
const LIVES = [7, 30, 90, 366] as const;
const USUAL = 90;
const DAY_MS = 86_400_000;

/** A token for a program: what it is for, what it may do, and until when. */
export function NewTokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (token: ApiTokenWithSecret) => void }) {
  const t = useTranslations("tokens");
  const api = useApi();
  const complaint = useComplaint();
  const formats = useFormats();
  const [days, setDays] = useState<number>(USUAL);
  const [opened] = useState(() => Date.now());
  const make = useMutation({
    mutationFn: (form: FormData) =>
      makeToken(api, {
        name: String(form.get("name") ?? "").trim(),
        scope: form.get("scope") === "write" ? "write" : "read",
        days,
      }),
    onSuccess: onMade,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    make.mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={t("create")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {make.error && (
          <Notice kind="loss" announce>
            {complaint(make.error)}
          </Notice>
        )}
        <Field label={t("name")} name="name" hint={t("nameHint")} maxLength={NAME_LIMIT} autoComplete="off" required />
        <Select label={t("scope")} name="scope" defaultValue="read" hint={t("scopeHint")}>
          <option value="read">{t("scopes.read")}</option>
          <option value="write">{t("scopes.write")}</option>
        </Select>
        <Select
          label={t("life")}
          name="days"
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
          hint={t("ends", { day: formats.day(new Date(opened + days * DAY_MS).toISOString()) })}
        >
          {LIVES.map((value) => (
            <option key={value} value={value}>
              {t("days", { count: value })}
            </option>
          ))}
        </Select>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={make.isPending}>
            {t("make")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
