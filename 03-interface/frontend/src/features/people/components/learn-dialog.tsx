"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Person, Speaker } from "@/api/types";
import { useCorrect } from "@/features/corrections/hooks/use-corrections";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useOnline } from "@/features/session/hooks/use-online";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { typedAlike } from "@/language/typed-alike";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { SearchField } from "@/ui/search-field";
import { useSay } from "@/ui/toasts";

import { createPerson, giveConsent, type GivenConsent } from "../api/people";
import { consentOf, readConsent } from "../consent";
import { ConsentFields } from "./consent-fields";
import { Choice, PersonChoice } from "./person-choice";
import { useChangePeople, usePeople } from "../hooks/use-people";

const NEW = "new";
const MOST_SHOWN = 6;

interface LearnDialogProps {
  meetingId: string;
  speaker: Speaker;
  onClose: () => void;
}

/** Whose voice a speaker has: somebody known or new, whose consent is there or is recorded here; then it is learnt. */
export function LearnDialog({ meetingId, speaker, onClose }: LearnDialogProps) {
  const t = useTranslations("people.learn");
  const common = useTranslations("people");
  const complaint = useComplaint();
  const say = useSay();
  const nameOf = useSpeakerName();
  const [q, setQ] = useState(speaker.name ?? "");
  const [chosen, setChosen] = useState<string | null>(speaker.person_id ?? null);
  const { data: people = [] } = usePeople(q);
  const shown = people.slice(0, MOST_SHOWN);
  const offersNew = q !== "" && !people.some(({ name }) => typedAlike(q, name));
  const person = shown.find(({ id }) => id === chosen) ?? null;
  const isNew = chosen === NEW && offersNew;
  const asksConsent = isNew || (person !== null && consentOf(person).state !== "given");
  const online = useOnline();
  const { mutate: correct, isPending: naming } = useCorrect(meetingId);

  const ready = useChangePeople<Person, GivenConsent | null>(async (api, consent) => {
    if (isNew) return createPerson(api, { name: q, note: "", another: false, consent });
    if (person === null) throw new Error("nobody was chosen");
    return consent === null ? person : giveConsent(api, person.id, consent);
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ready.mutate(asksConsent ? readConsent(new FormData(event.currentTarget)) : null, {
      onSuccess: ({ id, name }) =>
        correct((corrections) => corrections.teachVoice(speaker.id, id), {
          onSuccess: () => {
            say(t("learning", { name }));
            onClose();
          },
        }),
    });
  };

  return (
    <Dialog title={t("title", { name: nameOf(speaker) })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {ready.error && (
          <Notice kind="loss" announce>
            {complaint(ready.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("lead")}</p>
        <SearchField label={common("search")} value={q} onSearch={setQ} />
        <fieldset className="flex min-w-0 flex-col gap-1">
          <legend className="sr-only">{t("who")}</legend>
          {shown.map((one) => (
            <PersonChoice key={one.id} person={one} checked={chosen === one.id} onChoose={() => setChosen(one.id)} />
          ))}
          {offersNew && (
            <Choice checked={isNew} onChoose={() => setChosen(NEW)}>
              <span className="block truncate font-semibold">{t("newPerson", { name: q })}</span>
            </Choice>
          )}
          {shown.length === 0 && !offersNew && <p className="text-ink-muted">{t("typeAName")}</p>}
        </fieldset>
        {asksConsent && (
          <div className="flex flex-col gap-5 border-t border-rule pt-5">
            <p className="font-semibold">{t("consentFirst")}</p>
            <ConsentFields />
          </div>
        )}
        {!online && (
          <Notice kind="doubt" announce>
            {t("needsNetwork")}
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {common("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={(person === null && !isNew) || ready.isPending || naming || !online}>
            {t("learn")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
