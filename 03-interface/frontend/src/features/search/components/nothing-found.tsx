"use client";

import { useTranslations } from "next-intl";

import type { SearchPage } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";

import { limitsOf, NOTHING_ASKED, type Question } from "../question";

interface NothingFoundProps {
  question: Question;
  page: Pick<SearchPage, "words">;
  onChange: (change: Partial<Question>) => void;
}

/** Nothing was found: what was looked for and where, and what may help. */
export function NothingFound({ question, page, onChange }: NothingFoundProps) {
  const t = useTranslations("search.none");
  const formats = useFormats();
  const limits = limitsOf(question);
  const day = (text: string) => formats.day(`${text}T12:00`);
  const within = [
    ...(question.speaker ? [t("speaker", { name: question.speaker })] : []),
    ...(question.tag ? [t("tag", { name: question.tag })] : []),
    ...(question.since ? [t("since", { day: day(question.since) })] : []),
    ...(question.until ? [t("until", { day: day(question.until) })] : []),
    ...(question.meeting ? [t("meeting")] : []),
  ];
  return (
    <div className="py-14 text-center text-ink-muted">
      {question.by === "meaning" ? (
        <p className="mx-auto max-w-xl text-base">{within.length > 0 ? t("nearWithin", { within: within.join(" · ") }) : t("near")}</p>
      ) : page.words.length === 0 ? (
        <p className="text-base">{t("noWords")}</p>
      ) : (
        <>
          <p className="mx-auto max-w-xl text-base break-words text-ink-soft">{t("title", { count: page.words.length })}</p>
          <ul className="mx-auto mt-3 flex max-w-xl flex-wrap justify-center gap-1.5">
            {page.words.map((word) => (
              <li key={word} className="max-w-full truncate rounded-sm bg-sunken px-2 py-0.5 text-ink">
                <bdi>{word}</bdi>
              </li>
            ))}
          </ul>
          {within.length > 0 && <p className="mt-3 break-words">{within.join(" · ")}</p>}
          <p className="mx-auto mt-3 max-w-xl">{page.words.length > 1 ? t("fewer") : t("other")}</p>
        </>
      )}
      {limits > 0 && (
        <Button look="quiet" className="mt-3" onClick={() => onChange({ ...NOTHING_ASKED, q: question.q, by: question.by, sort: question.sort })}>
          {t("everywhere")}
        </Button>
      )}
    </div>
  );
}
