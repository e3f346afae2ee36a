"use client";

import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { NotRead } from "@/ui/not-read";
import { onDemand } from "@/ui/on-demand";
import { SearchField } from "@/ui/search-field";

import { ConsentMark } from "./consent-mark";
import { EmptyPeople } from "./empty-people";
import { usePeople } from "../hooks/use-people";

const NewPersonDialog = onDemand(async () => (await import("./new-person-dialog")).NewPersonDialog);

/** The account's people: who they are, whether they agreed to be known by voice, and where they were heard. */
export function PeopleScreen() {
  const t = useTranslations("people");
  const complaint = useComplaint();
  const router = useRouter();
  const q = (useSearchParams().get("q") ?? "").trim();
  const people = usePeople(q);
  const [adding, setAdding] = useState(false);
  const empty = people.data?.length === 0 && q === "" && !people.isPlaceholderData;

  const search = (text: string) => {
    // In place: typing a name is not ten pages to go back through.
    window.history.replaceState(null, "", text ? `/people?q=${encodeURIComponent(text)}` : "/people");
  };

  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
        {!empty && (
          <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
            {t("add")}
          </Button>
        )}
      </div>
      <p className="mb-6 max-w-2xl text-ink-muted">{t("lead")}</p>
      {empty ? (
        <EmptyPeople onAdd={() => setAdding(true)} />
      ) : (
        <>
          <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
            <div className="min-w-0 flex-1 basis-64">
              <SearchField label={t("search")} value={q} onSearch={search} />
            </div>
            <p aria-live="polite" className="tabular text-xs text-ink-muted">
              {people.data && t("total", { count: people.data.length })}
            </p>
          </div>
          {people.error && (
            <NotRead why={complaint(people.error)} onAgain={() => void people.refetch()} />
          )}
          {people.isPending && <Waiting />}
          {people.data?.length === 0 && (
            <div className="py-16 text-center text-ink-muted">
              <p className="text-base">{t("nobodyFound")}</p>
              <Button look="quiet" className="mt-3" onClick={() => search("")}>
                {t("showAll")}
              </Button>
            </div>
          )}
          <ul aria-label={t("title")} className={`divide-y divide-rule border-y border-rule empty:border-0 ${people.isPlaceholderData ? "opacity-60" : ""}`}>
            {people.data?.map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </ul>
        </>
      )}
      {adding && <NewPersonDialog onClose={() => setAdding(false)} onCreated={({ id }) => router.push(`/people/${id}`)} />}
    </>
  );
}

function PersonRow({ person }: { person: Person }) {
  const t = useTranslations("people");
  const facts = [
    t("voiceprints", { count: person.voiceprints }),
    t("heardIn", { count: person.meetings }),
    ...(person.note ? [person.note] : []),
  ];
  return (
    <li className="relative grid items-center gap-x-4 gap-y-0.5 px-2 py-3.5 transition-colors hover:bg-hover wide:grid-cols-[minmax(0,1fr)_20rem] wide:px-3">
      <div className="min-w-0">
        <Link
          href={`/people/${person.id}`}
          className="block truncate text-base font-semibold text-ink after:absolute after:inset-0 hover:text-accent-strong"
        >
          {person.name}
        </Link>
        <p className="tabular truncate text-ink-muted">{facts.join(" · ")}</p>
      </div>
      <p className="min-w-0">
        <ConsentMark person={person} />
      </p>
    </li>
  );
}

function Waiting() {
  return (
    <div aria-busy className="flex flex-col gap-px">
      {Array.from({ length: 4 }, (_, at) => (
        <div key={at} className="h-[4.5rem] animate-pulse rounded-md bg-sunken" style={{ opacity: 1 - at * 0.2 }} />
      ))}
    </div>
  );
}
