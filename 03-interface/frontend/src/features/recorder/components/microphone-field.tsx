"use client";

import { useTranslations } from "next-intl";

import { Select } from "@/ui/field";

import { useMicrophones } from "../hooks/use-microphones";

interface MicrophoneFieldProps {
  value: string | null;
  onChange: (microphone: string | null) => void;
  /** Microphones have names once one was allowed. */
  allowed: boolean;
}

/** Which microphone hears. */
export function MicrophoneField({ value, onChange, allowed }: MicrophoneFieldProps) {
  const t = useTranslations("recorder");
  const microphones = useMicrophones(allowed);
  const known = microphones.some(({ id }) => id === value);
  return (
    <Select
      label={t("microphone")}
      hint={microphones.length === 0 && !allowed ? t("microphoneLater") : undefined}
      value={known && value !== null ? value : ""}
      onChange={(event) => onChange(event.target.value || null)}
    >
      <option value="">{t("microphoneDefault")}</option>
      {microphones.map(({ id, name }, at) => (
        <option key={id} value={id}>
          {name || t("microphoneNumber", { number: at + 1 })}
        </option>
      ))}
    </Select>
  );
}
