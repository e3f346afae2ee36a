"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { SearchField } from "@/ui/search-field";
import { useSay } from "@/ui/toasts";

import { PersonChoice } from "./person-choice";
import { mergePerson } from "../api/people";
import { useChangePeople, usePeople } from "../hooks/use-people";

const MOST_SHOWN = 6;

interface MergePersonDialogProps {
  person: Person;
  onClose: () => void;
  onMerged: (into: string) => void;
}

/** Two entries that are one person: all that is known of the first goes to the one that is chosen. */
export function MergePersonDialog({ person, onClose, onMerged }: MergePersonDialogProps) {
  const t = useTranslations("people");
  const complaint = useComplaint();
  const say = useSay();
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const { data } = usePeople(q);
  const others = data?.filter(({ id }) => id !== person.id).slice(0, MOST_SHOWN) ?? [];
  const into = others.find(({ id }) => id === chosen);
  const merge = useChangePeople<Person, string>(async (api, id) => {
    const kept = await mergePerson(api, person.id, id);
    say(t("merge.done", { name: kept.name }));
    onMerged(kept.id);
    return kept;
  }, "none");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (into) merge.mutate(into.id);
  };
  return (
    <Dialog title={t("merge.title", { name: person.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {merge.error && (
          <Notice kind="loss" announce>
            {complaint(merge.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("merge.lead", { name: person.name })}</p>
        <SearchField label={t("search")} value={q} onSearch={setQ} />
        <fieldset className="flex min-w-0 flex-col gap-1">
          <legend className="sr-only">{t("merge.who")}</legend>
          {others.map((one) => (
            <PersonChoice key={one.id} person={one} checked={chosen === one.id} onChoose={() => setChosen(one.id)} />
          ))}
          {data && others.length === 0 && <p className="text-ink-muted">{t("merge.nobody")}</p>}
        </fieldset>
        <p className="text-ink-soft">{t("merge.withdrawal")}</p>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="danger" disabled={!into || merge.isPending}>
            {t("merge.forGood")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
