"use client";

import { useTranslations } from "next-intl";

import type { Transcript } from "@/api/types";
import { useFormats } from "@/language/use-formats";

import { useSpeakerName } from "../hooks/use-speaker-name";
import type { TalkTime } from "../voices";

/** The same as the bars, in figures: who talked how long, how often, and how long at a time. The longest first. */
export function TalkTable({ transcript, times }: { transcript: Transcript; times: ReadonlyMap<string, TalkTime> }) {
  const t = useTranslations("transcript.talk");
  const formats = useFormats();
  const nameOf = useSpeakerName();
  const rows = transcript.speakers
    .flatMap((speaker) => {
      const time = times.get(speaker.id);
      return time ? [{ speaker, ...time }] : [];
    })
    .sort((a, b) => b.seconds - a.seconds);
  const figure = "tabular py-1 pl-3 text-right font-normal";
  return (
    <details className="mt-3 text-xs text-ink-soft">
      <summary className="rounded-sm py-1 text-ink-muted hover:text-ink">{t("show")}</summary>
      <table className="mt-1 w-full">
        <caption className="sr-only">{t("caption")}</caption>
        <thead className="text-ink-muted">
          <tr>
            <th scope="col" className="py-1 text-left font-normal">
              {t("who")}
            </th>
            {(["time", "share", "turns", "each"] as const).map((column) => (
              <th key={column} scope="col" className={figure}>
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ speaker, seconds, share, turns }) => (
            <tr key={speaker.id} className="border-t border-rule">
              <th scope="row" className="max-w-24 truncate py-1 text-left font-semibold text-ink" title={nameOf(speaker)}>
                {nameOf(speaker)}
              </th>
              <td className={figure}>{formats.duration(seconds)}</td>
              <td className={figure}>{formats.percent(share)}</td>
              <td className={figure}>{formats.number(turns)}</td>
              <td className={figure}>{formats.duration(turns > 0 ? seconds / turns : 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
