"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import { useChooseFiles } from "@/features/uploads/components/recording-intake";
import { Button, buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icons";

const STEPS = ["bring", "leave", "read"] as const;

/** Nobody knows a new tool: says what happens, in three steps, and where to begin. */
export function EmptyMeetings() {
  const t = useTranslations("meetings.empty");
  const choose = useChooseFiles();
  return (
    <section className="rounded-lg border border-dashed border-edge bg-surface px-6 py-12 wide:px-16 wide:py-16">
      <div className="mx-auto max-w-3xl">
        <Icon name="wave" size={36} className="mb-4 text-accent" />
        <h2 className="text-xl font-semibold tracking-tight">{t("title")}</h2>
        <p className="mt-2 max-w-xl text-base text-ink-soft">{t("lead")}</p>
        <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button look="primary" icon="upload" onClick={choose}>
            {t("choose")}
          </Button>
          <Link href="/record" className={buttonClass()}>
            <Icon name="microphone" className="-ml-0.5 shrink-0" />
            {t("record")}
          </Link>
          <span className="text-ink-muted">{t("orDrop")}</span>
        </div>
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
