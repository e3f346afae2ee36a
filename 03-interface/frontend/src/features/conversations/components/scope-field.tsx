"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Meeting } from "@/api/types";
import { useMeetings } from "@/features/meetings/hooks/use-meetings";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Icon } from "@/ui/icons";
import { SearchField } from "@/ui/search-field";

import { MOST_MEETINGS } from "../api/conversations";

export type ChosenMeeting = Pick<Meeting, "id" | "title">;

interface ScopeFieldProps {
  /** The meetings that are asked; `null`: all, also those to come. */
  chosen: readonly ChosenMeeting[] | null;
  onChange: (chosen: readonly ChosenMeeting[] | null) => void;
}

/** Which meetings are asked: all, or those that are found and ticked here. */
export function ScopeField({ chosen, onChange }: ScopeFieldProps) {
  const t = useTranslations("conversations.scope");
  const [before, setBefore] = useState<readonly ChosenMeeting[]>([]);
  const all = () => {
    setBefore(chosen ?? []);
    onChange(null);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-semibold">{t("label")}</legend>
      <div className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
        <label className="flex items-center gap-2">
          <input type="radio" name="scope" checked={chosen === null} onChange={all} className="size-4" />
          {t("all")}
        </label>
        <label className="flex items-center gap-2">
          <input type="radio" name="scope" checked={chosen !== null} onChange={() => onChange(before)} className="size-4" />
          {t("some")}
        </label>
      </div>
      {chosen !== null && <MeetingChoice chosen={chosen} onChange={onChange} />}
    </fieldset>
  );
}

function MeetingChoice({ chosen, onChange }: { chosen: readonly ChosenMeeting[]; onChange: (chosen: readonly ChosenMeeting[]) => void }) {
  const t = useTranslations("conversations.scope");
  const complaint = useComplaint();
  const formats = useFormats();
  const [q, setQ] = useState("");
  const found = useMeetings({ q, status: null, tag: "", sort: "-held_at" });
  const meetings = found.data?.pages[0]?.items ?? [];
  const isFull = chosen.length >= MOST_MEETINGS;
  const without = (id: string) => chosen.filter((meeting) => meeting.id !== id);
  return (
    <div className="mt-3 max-w-2xl rounded-lg border border-rule bg-surface p-3">
      {chosen.length > 0 && (
        <ul aria-label={t("chosen")} className="mb-3 flex flex-wrap gap-1.5">
          {chosen.map(({ id, title }) => (
            <li key={id} className="inline-flex h-8 max-w-full items-center gap-1 rounded-full border border-rule bg-sunken pr-1 pl-3 text-xs text-ink-soft">
              <bdi className="min-w-0 max-w-56 truncate" title={title}>
                {title}
              </bdi>
              <button
                type="button"
                aria-label={t("leaveOut", { title })}
                title={t("leaveOut", { title })}
                onClick={() => onChange(without(id))}
                className="inline-flex size-6 shrink-0 items-center justify-center rounded-full hover:bg-hover hover:text-ink"
              >
                <Icon name="close" size={13} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <SearchField label={t("find")} value={q} onSearch={setQ} />
      {found.error && (
        <p role="alert" className="mt-2 text-xs text-loss">
          {complaint(found.error)}
        </p>
      )}
      <ul aria-label={t("found")} className={`mt-2 max-h-64 overflow-y-auto ${found.isPlaceholderData ? "opacity-60" : ""}`}>
        {meetings.map(({ id, title, held_at: heldAt, created_at: createdAt }) => {
          const isChosen = chosen.some((meeting) => meeting.id === id);
          return (
            <li key={id}>
              <label className="flex min-h-9 items-center gap-2.5 rounded-sm px-1.5 py-1 hover:bg-hover">
                <input
                  type="checkbox"
                  checked={isChosen}
                  disabled={isFull && !isChosen}
                  onChange={() => onChange(isChosen ? without(id) : [...chosen, { id, title }])}
                  className="size-4 shrink-0"
                />
                <bdi className="min-w-0 flex-1 truncate" title={title}>
                  {title}
                </bdi>
                <span className="tabular shrink-0 text-xs text-ink-muted">{formats.day(heldAt ?? createdAt)}</span>
              </label>
            </li>
          );
        })}
      </ul>
      {found.data && meetings.length === 0 && <p className="mt-2 text-ink-muted">{t("notFound")}</p>}
      {isFull && <p className="mt-2 text-xs text-ink-muted">{t("full", { count: MOST_MEETINGS })}</p>}
    </div>
  );
}
