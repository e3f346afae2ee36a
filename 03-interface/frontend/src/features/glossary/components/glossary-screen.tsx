"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";

import { readNames } from "@/features/meetings/details-form";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button, IconButton } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icons";
import { keepFocus } from "@/ui/keep-focus";
import { Notice } from "@/ui/notice";
import { saveFile } from "@/ui/save-file";
import { SearchField } from "@/ui/search-field";

import { ImportReport } from "./import-report";
import { useGlossary, useGlossaryActs } from "../hooks/use-glossary";
import { found } from "../seek";

const SEEK_FROM = 8;

/** The terms that all of one's new transcriptions know. */
export function GlossaryScreen() {
  const t = useTranslations("glossary");
  const complaint = useComplaint();
  const { data, error } = useGlossary();
  const { change, remove, fromFile } = useGlossaryActs();
  const [sought, setSought] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const terms = data?.terms ?? [];
  const shown = found(terms, sought);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const add = readNames(String(new FormData(event.currentTarget).get("terms") ?? ""));
    if (add.length > 0) change.mutate({ add }, { onSuccess: () => form.current?.reset() });
  };
  const save = () => saveFile(new Blob([terms.map((term) => `${term}\n`).join("")], { type: "text/plain;charset=utf-8" }), t("fileName"));
  const problem = error ?? change.error ?? fromFile.error;

  return (
    <div ref={keepFocus} className="max-w-3xl">
      <div className="mb-2 flex min-h-10 flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
        <div className="flex flex-wrap gap-2">
          <Button icon="upload" disabled={!data || fromFile.isPending} onClick={() => file.current?.click()}>
            {t("import")}
          </Button>
          <Button icon="download" disabled={terms.length === 0} onClick={save}>
            {t("export")}
          </Button>
        </div>
        <input
          ref={file}
          type="file"
          accept=".txt,.csv,text/plain,text/csv"
          aria-label={t("import")}
          tabIndex={-1}
          hidden
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            target.value = ""; // the same file may be chosen again
            if (chosen) fromFile.mutate(chosen);
          }}
        />
      </div>
      <p className="mb-6 max-w-2xl text-ink-muted">{t("lead")}</p>
      <form ref={form} onSubmit={submit} className="mb-6 flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <Field label={t("add")} name="terms" hint={t("addHint")} autoComplete="off" required />
        </div>
        <Button type="submit" look="primary" className="mt-7" disabled={!data || change.isPending}>
          {t("addNow")}
        </Button>
      </form>
      {problem && (
        <div className="mb-6">
          <Notice kind="loss" announce>
            {complaint(problem)}
          </Notice>
        </div>
      )}
      {fromFile.data && <ImportReport report={fromFile.data} onClose={() => fromFile.reset()} />}
      {!data && !error && <div aria-busy className="h-36 animate-pulse rounded-md bg-sunken" />}
      {data && terms.length === 0 && (
        <div className="rounded-lg border border-dashed border-edge bg-surface px-6 py-12 text-center">
          <Icon name="list" size={32} className="mx-auto mb-3 text-ink-muted" />
          <p className="text-base font-semibold">{t("empty")}</p>
          <p className="mx-auto mt-1 max-w-md text-ink-muted">{t("emptyHint")}</p>
        </div>
      )}
      {data && terms.length > 0 && (
        <>
          <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
            <p className="tabular text-ink-muted" aria-live="polite">
              {sought ? t("found", { found: shown.length, count: terms.length }) : t("count", { count: terms.length, most: data.most })}
            </p>
            {terms.length >= SEEK_FROM && <SearchField label={t("seek")} value={sought} onSearch={setSought} />}
          </div>
          <ul aria-label={t("title")} className="divide-y divide-rule border-y border-rule">
            {shown.map((term) => (
              <li key={term} className="flex items-center gap-4 py-1 pl-2">
                <span className="min-w-0 flex-1 break-words" dir="auto">
                  {term}
                </span>
                <IconButton icon="trash" label={t("remove", { term })} onClick={() => remove(term)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
