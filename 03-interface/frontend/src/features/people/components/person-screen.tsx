"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

import { Problem } from "@/api/problem";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { buttonClass } from "@/ui/button";
import { NotRead } from "@/ui/not-read";

import { ConsentSection } from "./consent-section";
import { HeardSection } from "./heard-section";
import { PersonHeader } from "./person-header";
import { VoiceSection } from "./voice-section";
import { usePerson } from "../hooks/use-people";

/** A person: the voice and where it was heard, and by what right it is known. */
export function PersonScreen({ id }: { id: string }) {
  const complaint = useComplaint();
  const person = usePerson(id);

  const name = person.data?.name;
  useEffect(() => {
    if (name) document.title = name;
  }, [name]);

  if (person.error && !person.data) {
    if (person.error instanceof Problem && person.error.status === 404) return <MissingPerson />;
    return (
      <NotRead why={complaint(person.error)} onAgain={() => void person.refetch()} />
    );
  }
  if (!person.data) return <div aria-busy className="h-9 w-2/3 animate-pulse rounded-md bg-sunken" />;
  return (
    <>
      <PersonHeader person={person.data} />
      <div className="flex flex-col gap-10 wide:grid wide:grid-cols-[minmax(0,1fr)_20rem] wide:gap-12">
        <div className="min-w-0 wide:col-start-2 wide:row-start-1">
          <ConsentSection person={person.data} />
        </div>
        <div className="flex min-w-0 flex-col gap-10 wide:col-start-1 wide:row-start-1">
          <VoiceSection person={person.data} />
          <HeardSection person={person.data} />
        </div>
      </div>
    </>
  );
}

/** No such person, or somebody else's: the two are not told apart. */
function MissingPerson() {
  const t = useTranslations("people");
  return (
    <div className="mx-auto max-w-lg py-20 text-center">
      <h1 className="text-xl font-semibold">{t("missingTitle")}</h1>
      <p className="mt-2 mb-6 text-base text-ink-soft">{t("missingLead")}</p>
      <Link href="/people" className={buttonClass()}>
        {t("backToList")}
      </Link>
    </div>
  );
}
