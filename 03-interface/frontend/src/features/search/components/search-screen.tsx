"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";

import { useComplaint } from "@/features/session/hooks/use-complaint";
import { NotRead } from "@/ui/not-read";
import { ShowMore } from "@/ui/show-more";

import { NothingFound } from "./nothing-found";
import { PassageList } from "./passage-list";
import { SearchBar } from "./search-bar";
import { SearchHelp } from "./search-help";
import { useSearch } from "../hooks/use-search";
import { readQuestion, writeQuestion, type Question } from "../question";

/** What was said in any meeting, found by its words or by what it means. */
export function SearchScreen() {
  const t = useTranslations("search");
  const complaint = useComplaint();
  const query = useSearchParams();
  const question = useMemo(() => readQuestion(new URLSearchParams(query)), [query]);
  const found = useSearch(question);
  const first = found.data?.pages[0];
  const asked = question.q !== "";

  const refine = useCallback(
    (change: Partial<Question>) => {
      // In place: typing a word is not ten pages to go back through.
      window.history.replaceState(null, "", `/search${writeQuestion({ ...question, ...change })}`);
    },
    [question],
  );

  const words = question.by === "words";
  const settled = asked && first && !found.isPlaceholderData;
  return (
    <>
      <h1 className="mb-5 text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <SearchBar question={question} onChange={refine} />
      <p role="status" className="tabular mt-4 min-h-5 text-xs text-ink-muted">
        {settled && first.total > 0 && !words && t("nearest")}
        {settled && first.total > 0 && words && t(first.total_is_least ? "totalAtLeast" : "total", { passages: first.total, meetings: first.total_meetings })}
        {settled && first.total > 0 && first.passed_over.length > 0 && (
          <>
            {" "}
            {t("passedOver", { count: first.passed_over.length, words: first.passed_over.join(", ") })}
          </>
        )}
        {settled && first.total === 0 && t("nothing")}
      </p>
      {asked && (first?.indexing ?? 0) > 0 && (
        <p className="mt-1 text-xs text-ink-muted">{t(words ? "indexing" : "embedding", { count: first?.indexing ?? 0 })}</p>
      )}
      {asked && found.error && (
        <div className="mt-4">
          <NotRead why={complaint(found.error)} onAgain={() => void found.refetch()} />
        </div>
      )}
      {!asked && <SearchHelp />}
      {asked && found.isPending && <Waiting />}
      {asked && first?.total === 0 && <NothingFound question={question} page={first} onChange={refine} />}
      {asked && found.data && <PassageList pages={found.data.pages} question={question} onChange={refine} stale={found.isPlaceholderData} />}
      {asked && <ShowMore list={found} />}
    </>
  );
}

function Waiting() {
  return (
    <div aria-busy className="mt-4 flex flex-col gap-6">
      {Array.from({ length: 3 }, (_, at) => (
        <div key={at} style={{ opacity: 1 - at * 0.28 }}>
          <div className="mb-3 h-5 w-64 max-w-full animate-pulse rounded-md bg-sunken" />
          <div className="mb-2 h-16 animate-pulse rounded-md bg-sunken" />
          <div className="h-16 animate-pulse rounded-md bg-sunken" />
        </div>
      ))}
    </div>
  );
}
