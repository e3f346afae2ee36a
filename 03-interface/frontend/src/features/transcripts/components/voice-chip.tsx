import type { Speaker } from "@/api/types";

import { initials, voiceColour } from "../voices";

/** A voice at a glance: its colour and its initials, never one without the other. */
export function VoiceChip({ speaker, size = "md" }: { speaker: Speaker; size?: "sm" | "md" }) {
  return (
    <span
      aria-hidden
      data-voice={voiceColour(speaker.number)}
      className={`voice-chip tabular inline-flex shrink-0 items-center justify-center rounded-full font-semibold ${
        size === "sm" ? "size-6 text-[0.6875rem]" : "size-8 text-xs"
      }`}
    >
      {initials(speaker)}
    </span>
  );
}
