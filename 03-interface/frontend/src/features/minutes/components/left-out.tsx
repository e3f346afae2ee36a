"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Minutes } from "@/api/types";
import { clock } from "@/language/formats";
import { Button } from "@/ui/button";
import { keepFocus } from "@/ui/keep-focus";

import { CitationList } from "./citation-list";
import { usePressMinutes } from "../hooks/use-minutes";

type LeftOutItem = Minutes["unsupported"][number];

/** What a model of language did not read, and what it wrote that the transcript does not say: in no section until somebody takes it over. */
export function LeftOut({ minutes, editable }: { minutes: Minutes; editable: boolean }) {
  const t = useTranslations("minutes.leftOut");
  const { unread, unsupported, meeting_id: meetingId } = minutes;
  return (
    <section ref={keepFocus} aria-labelledby="left-out" className="mt-6 rounded-lg border border-rule px-4 py-5 wide:px-14 print:hidden">
      <h2 id="left-out" className="text-lg font-semibold tracking-tight">
        {t("title")}
      </h2>
      {unread.length > 0 && (
        <>
          <p className="mt-2 max-w-2xl text-ink-muted">{t("unread")}</p>
          <ul className="mt-2 flex flex-wrap gap-2">
            {unread.map(({ start, end }) => (
              <li key={start}>
                <Link href={`/meetings/${meetingId}?t=${Math.floor(start)}`} prefetch={false} className="tabular inline-flex h-7 items-center rounded-full border border-rule px-2.5 text-xs text-ink-soft hover:border-accent hover:text-accent-strong">
                  {t("span", { start: clock(start), end: clock(end) })}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {unsupported.length > 0 && (
        <>
          <p className="mt-3 max-w-2xl text-ink-muted">{t("unsupported")}</p>
          <ul className="mt-2 divide-y divide-rule border-y border-rule">
            {unsupported.map((item) => (
              <LeftOutRow key={item.id} minutes={minutes} item={item} editable={editable} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function LeftOutRow({ minutes, item, editable }: { minutes: Minutes; item: LeftOutItem; editable: boolean }) {
  const t = useTranslations("minutes");
  const press = usePressMinutes(minutes.meeting_id, t("changedElsewhere"));
  const [busy, setBusy] = useState(false);
  const holds = (now: Minutes) => now.unsupported.some(({ id }) => id === item.id);
  const settle = async (how: "keepUnsupported" | "dropUnsupported") => {
    setBusy(true);
    await press({ act: (acts, now) => acts[how](now.version, item.id), holds });
    setBusy(false);
  };
  return (
    <li className="relative py-3">
      <p className="text-xs text-ink-muted">
        {t(`kinds.${item.kind}`)} · {t(`leftOut.faults.${item.fault}`)}
      </p>
      <p dir="auto" className="mt-1 break-words">
        {item.text}
      </p>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex flex-wrap items-center gap-1.5">
          <CitationList meetingId={minutes.meeting_id} citations={item.citations} onRemove={null} />
        </div>
        {editable && (
          <span className="ml-auto flex gap-2">
            <Button size="sm" disabled={busy} aria-label={t("leftOut.dropNamed", { text: item.text })} onClick={() => void settle("dropUnsupported")}>
              {t("leftOut.drop")}
            </Button>
            <Button size="sm" disabled={busy} aria-label={t("leftOut.keepNamed", { text: item.text })} onClick={() => void settle("keepUnsupported")}>
              {t("leftOut.keep")}
            </Button>
          </span>
        )}
      </div>
    </li>
  );
}
