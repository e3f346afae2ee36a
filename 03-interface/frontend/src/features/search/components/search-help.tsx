"use client";

import { useTranslations } from "next-intl";

import { Icon } from "@/ui/icons";

const LESSONS = ["words", "phrase", "meaning", "narrow"] as const;

/** Nothing is looked for yet: how to ask, in four short lessons. */
export function SearchHelp() {
  const t = useTranslations("search.help");
  return (
    <section className="mt-2 rounded-lg border border-dashed border-edge bg-surface px-6 py-10 wide:px-12">
      <Icon name="search" size={32} className="mb-3 text-accent" />
      <h2 className="text-xl font-semibold tracking-tight">{t("title")}</h2>
      <p className="mt-2 max-w-xl text-base text-ink-soft">{t("lead")}</p>
      <dl className="mt-8 grid gap-6 wide:grid-cols-2">
        {LESSONS.map((lesson) => (
          <div key={lesson}>
            <dt className="font-semibold">{t(`${lesson}.title`)}</dt>
            <dd className="mt-1 text-ink-muted">{t(`${lesson}.text`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
