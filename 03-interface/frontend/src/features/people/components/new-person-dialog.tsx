"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { Problem } from "@/api/problem";
import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { createPerson, type NewPerson } from "../api/people";
import { readConsent } from "../consent";
import { ConsentFields } from "./consent-fields";
import { useChangePeople } from "../hooks/use-people";

/** A new person: with the consent they gave, or without any. */
export function NewPersonDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (person: Person) => void }) {
  const t = useTranslations("people");
  const complaint = useComplaint();
  const [agreed, setAgreed] = useState(true);
  const create = useChangePeople<Person, NewPerson>(createPerson);
  const known = create.error instanceof Problem && create.error.code === "person_exists";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    create.mutate(
      { name: text("name"), note: text("note"), another: form.has("another"), consent: agreed ? readConsent(form) : null },
      { onSuccess: onCreated },
    );
  };
  return (
    <Dialog title={t("add")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {create.error && (
          <Notice kind={known ? "doubt" : "loss"} announce>
            {known ? t("exists") : complaint(create.error)}
          </Notice>
        )}
        <Field label={t("name")} name="name" autoComplete="off" required maxLength={200} />
        <Field label={t("note")} hint={t("noteHint")} name="note" autoComplete="off" maxLength={2000} />
        {known && (
          <label className="flex items-center gap-2.5">
            <input type="checkbox" name="another" className="size-4" />
            {t("another")}
          </label>
        )}
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 text-sm font-semibold">{t("consent.asked")}</legend>
          {([true, false] as const).map((value) => (
            <label key={String(value)} className="flex items-start gap-2.5">
              <input type="radio" name="agreed" checked={agreed === value} onChange={() => setAgreed(value)} className="mt-1 size-4 shrink-0" />
              <span>{value ? t("consent.yes") : t("consent.notYet")}</span>
            </label>
          ))}
        </fieldset>
        {agreed && <ConsentFields />}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={create.isPending}>
            {t("addThem")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
