"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";

import type { FoundMeeting, Passage, SearchPage } from "@/api/types";
import { useAudition } from "@/features/playback/hooks/use-audition";
import { useFormats } from "@/language/use-formats";

import { PassageRow } from "./passage-row";
import { byMeeting } from "../by-meeting";
import type { Question } from "../question";

interface PassageListProps {
  pages: readonly SearchPage[];
  question: Question;
  onChange: (change: Partial<Question>) => void;
  stale: boolean;
}

/** What was found, by meeting. One passage plays at a time. */
export function PassageList({ pages, question, onChange, stale }: PassageListProps) {
  const t = useTranslations("search");
  const { playing, failed, hear, stop } = useAudition();
  const found = useMemo(() => byMeeting(pages), [pages]);
  const toggle = ({ id, meeting_id: meetingId, start, end }: Passage) =>
    playing === String(id) ? stop() : void hear(String(id), { meetingId, start, end });
  return (
    <div className={`mt-4 flex flex-col gap-8 ${stale ? "opacity-60" : ""}`}>
      {found.map(({ meeting, passages }) => (
        <section key={meeting.id} aria-labelledby={`found-${meeting.id}`}>
          <Heading meeting={meeting} />
          <ul className="mt-2 divide-y divide-rule border-y border-rule">
            {passages.map((passage) => (
              <PassageRow
                key={passage.id}
                passage={passage}
                playing={playing === String(passage.id)}
                failed={failed === String(passage.id)}
                onToggle={meeting.imported ? null : () => toggle(passage)}
              />
            ))}
          </ul>
          {!question.meeting && meeting.passages > passages.length && (
            <button
              type="button"
              onClick={() => {
                onChange({ meeting: meeting.id });
                window.scrollTo({ top: 0 });
              }}
              className="tabular mt-2 rounded-sm px-1 text-xs font-semibold text-accent-strong hover:underline"
            >
              {t("moreHere", { count: meeting.passages - passages.length })}
            </button>
          )}
        </section>
      ))}
    </div>
  );
}

function Heading({ meeting }: { meeting: FoundMeeting }) {
  const formats = useFormats();
  const facts = [formats.day(meeting.held_at), ...(meeting.duration === null ? [] : [formats.duration(meeting.duration)])];
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <h2 id={`found-${meeting.id}`} className="min-w-0 max-w-full text-base font-semibold">
        <Link href={`/meetings/${meeting.id}`} prefetch={false} className="block truncate rounded-sm hover:text-accent-strong">
          <bdi>{meeting.title}</bdi>
        </Link>
      </h2>
      <p className="tabular text-xs text-ink-muted">{facts.join(" · ")}</p>
    </div>
  );
}
