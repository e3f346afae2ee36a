"use client";

import { useTranslations } from "next-intl";

import type { Run } from "@/api/types";
import { useSay } from "@/ui/toasts";

import { useChangePeople } from "./use-people";
import { enrolFromFile } from "../api/people";

/** Sends a sound in which only that person speaks, to learn the voice from. */
export function useEnrol(personId: string) {
  const t = useTranslations("people.voice");
  const say = useSay();
  const enrol = useChangePeople<Run, { file: Blob; name: string }>(async (api, { file, name }) => {
    const run = await enrolFromFile(api, personId, file, name);
    say(t("received"));
    return run;
  });
  return enrol;
}
