"use client";

import { useTranslations } from "next-intl";

import { clock } from "@/language/formats";
import { IconButton } from "@/ui/button";
import { INPUT } from "@/ui/field";

import type { Marker } from "../kept";

interface MarkerListProps {
  markers: readonly Marker[];
  onChange: (markers: readonly Marker[]) => void;
}

/** The moments marked so far, the newest first: that is the one to give a word to. */
export function MarkerList({ markers, onChange }: MarkerListProps) {
  const t = useTranslations("recorder");
  if (markers.length === 0) return <p className="text-ink-muted">{t("markersNone")}</p>;
  const write = (at: number, word: string) => onChange(markers.map((marker, place) => (place === at ? { ...marker, word } : marker)));
  return (
    <ol className="flex flex-col gap-2">
      {markers
        .map((marker, at) => ({ marker, at }))
        .reverse()
        .map(({ marker, at }) => (
          <li key={at} className="flex items-center gap-2">
            <span className="tabular w-14 shrink-0 text-right text-ink-muted">{clock(marker.at)}</span>
            <input
              aria-label={t("markerWord", { time: clock(marker.at) })}
              placeholder={t("markerWordHint")}
              value={marker.word}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => write(at, event.target.value)}
              className={`${INPUT} min-w-0 flex-1`}
            />
            <IconButton
              icon="close"
              label={t("markerRemove", { time: clock(marker.at) })}
              onClick={() => onChange(markers.filter((_, place) => place !== at))}
            />
          </li>
        ))}
    </ol>
  );
}
