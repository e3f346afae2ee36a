"use client";

import { useTranslations } from "next-intl";

import { clock } from "@/language/formats";

import { useRecorderState } from "../hooks/recorder-provider";
import { useElapsed } from "../hooks/use-elapsed";

/** Beside the way to the recorder, on every screen: that it records, and for how long. */
export function RecordingLight() {
  const { phase } = useRecorderState();
  if (phase !== "recording" && phase !== "paused") return null;
  return <Light paused={phase === "paused"} />;
}

function Light({ paused }: { paused: boolean }) {
  const t = useTranslations("recorder");
  const elapsed = useElapsed();
  return (
    <span className="tabular ml-2 inline-flex items-center gap-1.5 font-normal text-ink-soft">
      <span aria-hidden className={`size-2 rounded-full ${paused ? "border border-edge" : "bg-accent"}`} />
      <span className="sr-only">{paused ? t("paused") : t("recording")}</span>
      <span className="sr-only wide:not-sr-only">{clock(elapsed)}</span>
    </span>
  );
}
