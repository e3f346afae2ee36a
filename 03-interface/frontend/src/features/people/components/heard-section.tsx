"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import type { HeardIn, Person } from "@/api/types";
import { useFormats } from "@/language/use-formats";

import { useMeetingsOf } from "../hooks/use-people";
import { likelihoodOf, ofHundred } from "../likeness";

/** The meetings in which the person was heard, and by whose word. */
export function HeardSection({ person }: { person: Person }) {
  const t = useTranslations("people.heard");
  const { data } = useMeetingsOf(person.id);
  return (
    <section aria-labelledby="heard">
      <h2 id="heard" className="mb-2 text-lg font-semibold">
        {t("title")}
      </h2>
      {!data && <div aria-busy className="h-16 animate-pulse rounded-md bg-sunken" />}
      {data?.length === 0 && <p className="text-ink-muted">{t("none")}</p>}
      {data && data.length > 0 && (
        <ul aria-label={t("title")} className="divide-y divide-rule border-y border-rule">
          {data.map((one) => (
            <HeardRow key={`${one.meeting_id} ${one.speaker_id}`} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function HeardRow({ one }: { one: HeardIn }) {
  const t = useTranslations("people.heard");
  const people = useTranslations("people");
  const formats = useFormats();
  const score = one.score === null ? "" : people(`likelihood.${likelihoodOf(one.score)}`, { score: ofHundred(one.score) });
  const word = one.named_by === "people" ? t("byPeople") : one.named_by === "voice" ? t("byVoice", { score }) : t("guess", { score });
  return (
    <li className="relative px-2 py-3 transition-colors hover:bg-hover">
      <Link href={`/meetings/${one.meeting_id}`} className="block truncate font-semibold after:absolute after:inset-0 hover:text-accent-strong">
        {one.title}
      </Link>
      <p className="tabular text-ink-muted">
        {formats.day(one.held_at)} · {word}
      </p>
    </li>
  );
}
