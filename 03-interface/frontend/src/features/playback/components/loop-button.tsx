"use client";

import { useTranslations } from "next-intl";

import { clock } from "@/language/formats";
import { IconButton } from "@/ui/button";

import { usePlayback, usePlaybackState } from "../hooks/playback-provider";

/** Plays a stretch again and again: pressed where it begins, where it ends, and to go on. */
export function LoopButton() {
  const t = useTranslations("player.loop");
  const playback = usePlayback();
  const loop = usePlaybackState("loop");
  const label = !loop ? t("start") : loop.end === null ? t("end", { start: clock(loop.start) }) : t("stop", { start: clock(loop.start), end: clock(loop.end) });
  return (
    <>
      <IconButton
        icon="loop"
        label={label}
        aria-pressed={loop !== null}
        onClick={() => playback.markLoop()}
        className={`hidden wide:inline-flex ${loop ? "bg-accent-soft text-accent-strong" : ""}`}
      />
      <span role="status" className="sr-only">
        {loop ? label : ""}
      </span>
    </>
  );
}
