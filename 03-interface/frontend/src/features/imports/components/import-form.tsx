"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";

import type { TranscriptImport } from "@/api/types";
import { LanguageField } from "@/features/meetings/components/language-field";
import { readDetails, titleFrom } from "@/features/meetings/details-form";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { TRANSCRIPT_TYPES } from "@/features/uploads/types";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { FileUnreadable } from "../api/imports";
import { useImport } from "../hooks/use-import";

/** Characters that a title may have. */
const LONGEST_TITLE = 200;

interface ImportFormProps {
  file: File;
  /** Which of several it is; empty where it is alone. */
  place: string;
  onImported: (found: TranscriptImport) => void;
  /** `null` where there is no other. */
  onLeaveOut: (() => void) | null;
  onClose: () => void;
}

/** What a person may say of a transcript file. Everything is optional: Enter imports. What is refused stays, with the reason. */
export function ImportForm({ file: chosen, place, onImported, onLeaveOut, onClose }: ImportFormProps) {
  const t = useTranslations("imports");
  const formats = useFormats();
  const complaint = useComplaint();
  const [file, setFile] = useState(chosen);
  const again = useRef<HTMLInputElement>(null);
  const { mutate, error, isPending, reset } = useImport(onImported);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    const { heldAt, language } = readDetails(form);
    const title = String(form.get("title") ?? "").trim();
    mutate({ file, details: { title: title || undefined, heldAt: heldAt ?? undefined, language: language ?? undefined } });
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <p className="flex flex-wrap items-baseline gap-x-3 text-ink-muted">
        {place && <span className="tabular shrink-0 font-semibold text-ink">{place}</span>}
        <span className="min-w-0 flex-1 break-words" dir="auto">
          {file.name}
        </span>
        <span className="tabular shrink-0">{formats.size(file.size)}</span>
      </p>
      {error && (
        <Notice
          kind="loss"
          announce
          action={
            <Button size="sm" onClick={() => again.current?.click()}>
              {t("chooseAgain")}
            </Button>
          }
        >
          {error instanceof FileUnreadable ? t("unreadable") : complaint(error)}
        </Notice>
      )}
      <input
        ref={again}
        type="file"
        hidden
        aria-label={t("chooseAgain")}
        accept={TRANSCRIPT_TYPES.join()}
        onChange={({ target }) => {
          const [other] = target.files ?? [];
          target.value = ""; // the same file may be chosen again
          if (!other) return;
          setFile(other);
          reset();
        }}
      />
      <div className="grid gap-5 wide:grid-cols-2">
        <div className="wide:col-span-2">
          <Field label={t("name")} hint={t("nameHint")} name="title" defaultValue={titleFrom(chosen.name).slice(0, LONGEST_TITLE)} maxLength={LONGEST_TITLE} autoComplete="off" />
        </div>
        <Field label={t("heldAt")} hint={t("heldAtHint")} name="held_at" type="datetime-local" />
        <LanguageField defaultValue={null} />
      </div>
      <p className="text-xs text-ink-muted">{t("lead")}</p>
      <div className="flex flex-wrap justify-end gap-2">
        {onLeaveOut && (
          <Button look="quiet" className="mr-auto" disabled={isPending} onClick={onLeaveOut}>
            {t("leaveOut")}
          </Button>
        )}
        <Button look="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" look="primary" icon="upload" aria-disabled={isPending}>
          {isPending ? t("importing") : t("import")}
        </Button>
      </div>
    </form>
  );
}
