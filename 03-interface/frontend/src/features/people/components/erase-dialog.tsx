"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { typedAlike } from "@/language/typed-alike";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { erasePerson } from "../api/people";
import { useChangePeople } from "../hooks/use-people";

/** Erases a person for good: says what goes and what stays, and therefore asks for the name once. */
export function EraseDialog({ person, onClose, onErased }: { person: Person; onClose: () => void; onErased: () => void }) {
  const t = useTranslations("people");
  const complaint = useComplaint();
  const say = useSay();
  const [typed, setTyped] = useState("");
  const same = typedAlike(typed, person.name);
  const erase = useChangePeople<void, string>(async (api, id) => {
    await erasePerson(api, id);
    say(t("erase.done", { name: person.name }));
    onErased();
  }, "none");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (same) erase.mutate(person.id);
  };
  return (
    <Dialog title={t("erase.title")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {erase.error && (
          <Notice kind="loss" announce>
            {complaint(erase.error)}
          </Notice>
        )}
        <div>
          <p className="mb-2">{t("erase.lead")}</p>
          <ul className="list-disc space-y-1 pl-5 text-ink-soft">
            <li>{t("erase.goes.voiceprints", { count: person.voiceprints })}</li>
            <li>{t("erase.goes.names", { count: person.meetings })}</li>
            <li>{t("erase.goes.consents")}</li>
          </ul>
          <p className="mt-3 text-ink-soft">{t("erase.stays")}</p>
        </div>
        <p className="rounded-md bg-sunken px-3 py-2 font-semibold break-words">{person.name}</p>
        <Field label={t("erase.type")} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="danger" disabled={!same || erase.isPending}>
            {t("erase.forGood")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
