"use client";

import { useTranslations } from "next-intl";

import type { Person } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Icon, type IconName } from "@/ui/icons";

import { consentOf, type ConsentState } from "../consent";

const LOOKS: Record<ConsentState, { icon: IconName; colour: string }> = {
  given: { icon: "check", colour: "text-done" },
  revoked: { icon: "ban", colour: "text-loss" },
  none: { icon: "ban", colour: "text-ink-muted" },
};

/** Whether a person may be known by voice, in a word and a mark. */
export function ConsentMark({ person, short = false }: { person: Person; /** Under a heading that says what it is about. */ short?: boolean }) {
  const t = useTranslations("people.consent");
  const formats = useFormats();
  const { state, on } = consentOf(person);
  const { icon, colour } = LOOKS[state];
  return (
    <span className={`inline-flex min-w-0 items-center gap-1.5 ${colour}`}>
      <Icon name={icon} size={16} className="shrink-0" />
      <span className="truncate">{t(`${short ? "short" : "state"}.${state}`, { day: on === null ? "" : formats.day(on) })}</span>
    </span>
  );
}
