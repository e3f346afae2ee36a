"use client";

import { useTranslations } from "next-intl";

const QUESTIONS = ["first", "second", "third"] as const;

/** Nothing was asked yet: three questions that show what can be. A press puts one into the box, to be asked or changed. */
export function Examples({ one, onTake }: { one: boolean; onTake: (question: string) => void }) {
  const t = useTranslations("conversations.examples");
  return (
    <section className="py-4">
      <h2 className="text-xs font-semibold text-ink-muted">{t("title")}</h2>
      <ul className="mt-2 flex flex-col items-start gap-2">
        {QUESTIONS.map((which) => {
          const question = one ? t(`one.${which}`) : t(`many.${which}`);
          return (
            <li key={which} className="max-w-full">
              <button
                type="button"
                onClick={() => onTake(question)}
                className="rounded-md border border-rule bg-surface px-3 py-2 text-left transition-colors hover:border-accent hover:text-accent-strong"
              >
                {question}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
