"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/ui/button";
import { Icon } from "@/ui/icons";

const STEPS = ["agree", "learn", "name"] as const;

/** Says what knowing voices is for, what it asks of people, and where to begin. */
export function EmptyPeople({ onAdd }: { onAdd: () => void }) {
  const t = useTranslations("people.empty");
  return (
    <section className="rounded-lg border border-dashed border-edge bg-surface px-6 py-12 wide:px-16 wide:py-16">
      <div className="mx-auto max-w-3xl">
        <Icon name="people" size={36} className="mb-4 text-accent" />
        <h2 className="text-xl font-semibold tracking-tight">{t("title")}</h2>
        <p className="mt-2 max-w-xl text-base text-ink-soft">{t("lead")}</p>
        <Button look="primary" icon="plus" className="mt-6" onClick={onAdd}>
          {t("add")}
        </Button>
        <ol className="mt-12 grid gap-8 wide:grid-cols-3">
          {STEPS.map((step, at) => (
            <li key={step}>
              <p className="tabular mb-1 text-xs font-semibold text-ink-muted">{at + 1}</p>
              <h3 className="font-semibold">{t(`steps.${step}.title`)}</h3>
              <p className="mt-1 text-ink-muted">{t(`steps.${step}.text`)}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
