"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import { Problem } from "@/api/problem";
import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { changePerson } from "../api/people";
import { useChangePeople } from "../hooks/use-people";

/** Another name or note. Where somebody bears the name already, it is asked whether this is somebody else. */
export function RenamePersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("people");
  const complaint = useComplaint();
  const change = useChangePeople<Person, { name: string; note: string; another: boolean }>((api, asked) => changePerson(api, person.id, asked));
  const known = change.error instanceof Problem && change.error.code === "person_exists";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    change.mutate({ name: text("name"), note: text("note"), another: form.has("another") }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("renameTitle", { name: person.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {change.error && (
          <Notice kind={known ? "doubt" : "loss"} announce>
            {known ? t("exists") : complaint(change.error)}
          </Notice>
        )}
        <Field label={t("name")} hint={t("renameHint")} name="name" defaultValue={person.name} autoComplete="off" required maxLength={200} />
        <Field label={t("note")} hint={t("noteHint")} name="note" defaultValue={person.note} autoComplete="off" maxLength={2000} />
        {known && (
          <label className="flex items-center gap-2.5">
            <input type="checkbox" name="another" className="size-4" />
            {t("another")}
          </label>
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={change.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
