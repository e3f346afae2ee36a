"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { useComplaint } from "@/features/session/hooks/use-complaint";
import { LOCALES, type Locale } from "@/language/locale";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PageLink } from "@/ui/page-link";

import { useTemplates } from "../hooks/use-minutes";
import { useModelWriter } from "../hooks/use-writing";

const WRITERS = ["extract", "model"] as const;
export type WriterChoice = (typeof WRITERS)[number];

interface WriteFormProps {
  /** The language that the meeting was held in, or that its minutes are written in; null where it is the transcript's to tell. */
  language: string | null;
  /** The template that they have now. */
  template?: string;
  busy: boolean;
  button: string;
  onWrite: (how: { template: string; language: Locale | null }, writer: WriterChoice) => void;
}

/** In which form and language minutes are to be written. */
export function WriteForm({ language, template, busy, button, onWrite }: WriteFormProps) {
  const t = useTranslations("minutes.form");
  const complaint = useComplaint();
  const locale = useLocale();
  const formats = useFormats();
  const templates = useTemplates();
  const model = useModelWriter();
  const [key, setKey] = useState(template ?? "general");
  const chosen = templates.data?.find((one) => one.key === key);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onWrite(
      { template: String(form.get("template")), language: LOCALES.find((one) => one === form.get("language")) ?? null },
      form.get("writer") === "model" ? "model" : "extract",
    );
  };
  if (templates.error && !templates.data)
    return (
      <Notice kind="loss" announce>
        {complaint(templates.error)}
      </Notice>
    );
  if (!templates.data) return <div aria-busy className="h-24 animate-pulse rounded-md bg-sunken" />;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-4 wide:grid-cols-[minmax(0,1fr)_12rem]">
        <Select
          label={t("template")}
          name="template"
          value={chosen?.key ?? templates.data[0]?.key}
          onChange={(event) => setKey(event.target.value)}
          hint={chosen && t("sections", { names: chosen.sections.map(({ title }) => title).join(", ") })}
        >
          {templates.data.map((one) => (
            <option key={one.key} value={one.key}>
              {one.name}
            </option>
          ))}
        </Select>
        <Select label={t("language")} name="language" defaultValue={language === null ? "" : (LOCALES.find((one) => one === language) ?? locale)}>
          {language === null && <option value="">{t("languageOfTheMeeting")}</option>}
          {LOCALES.map((one) => (
            <option key={one} value={one}>
              {formats.language(one)}
            </option>
          ))}
        </Select>
      </div>
      {model && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-semibold">{t("writer")}</legend>
          {WRITERS.map((one) => (
            <label key={one} className="flex items-start gap-2.5">
              <input type="radio" name="writer" value={one} defaultChecked={one === "extract"} className="mt-0.5 size-4 shrink-0" />
              <span className="min-w-0">
                <span className="font-semibold">{t(`writers.${one}`)}</span>
                {one === "model" && model.model && <bdi className="ml-1.5 text-xs break-all text-ink-muted">{model.model}</bdi>}
                <span className="block text-xs text-ink-muted">{t(`writerHints.${one}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? t("writing") : button}
          </Button>
          <PageLink href="/templates" className="rounded-sm text-ink-muted hover:text-accent-strong hover:underline">
            {t("manage")}
          </PageLink>
        </div>
        <p role="status" className="sr-only">
          {busy ? t("writing") : ""}
        </p>
      </div>
    </form>
  );
}
