import type { NewRun } from "@/api/types";

import { readDetails, readNames } from "./details-form";

export const PRESETS = ["fast", "balanced", "accurate"] as const;

/** What the form of a run says. All of it is said: what was emptied is not taken from the run before. */
export function readAgain(form: FormData): NewRun {
  const { language, speakers, speakersMost } = readDetails(form);
  return {
    language,
    speakers,
    speakers_most: speakersMost,
    preset: PRESETS.find((preset) => preset === form.get("preset")) ?? null,
    glossary: readNames(String(form.get("glossary") ?? "")),
  };
}
