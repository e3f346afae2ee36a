"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";

import { LanguageField } from "@/features/meetings/components/language-field";
import { SpeakersField } from "@/features/meetings/components/speakers-field";
import { readDetails, readNames, titleFrom } from "@/features/meetings/details-form";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, INPUT } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { inFolder } from "../gathered";
import { useUploadQueue } from "../hooks/uploads";
import { useLeftOut } from "../hooks/use-left-out";
import { markOf } from "../mark";

interface UploadDialogProps {
  files: readonly File[];
  /** What lay beside them and is not sent; empty where nothing did. */
  leftOut: string;
  onClose: () => void;
}

/** What is about to be sent, and what a person may say about it. Everything is optional: Enter sends. */
export function UploadDialog({ files, leftOut, onClose }: UploadDialogProps) {
  const t = useTranslations("upload");
  const formats = useFormats();
  const queue = useUploadQueue();
  const [kept, setKept] = useState(files);
  const folder = useRef<HTMLInputElement>(null);
  const leftOutOf = useLeftOut();
  const [beside, setBeside] = useState(leftOut);

  const addFolder = (chosen: readonly File[]) => {
    const known = new Set(kept.map(markOf));
    const found = inFolder(chosen.filter((file) => !known.has(markOf(file))));
    setBeside(leftOutOf(found));
    setKept([...kept, ...found.recordings.filter((file) => !queue.goOn(file))]);
  };
  const drop = (file: File) => {
    const rest = kept.filter((one) => one !== file);
    if (rest.length === 0) onClose();
    else setKept(rest);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { heldAt, language, speakers, speakersMost, participants } = readDetails(form);
    const glossary = readNames(String(form.get("glossary") ?? ""));
    const titles = form.getAll("title").map((title) => String(title).trim());
    queue.add(
      kept.map((file, at) => ({
        file,
        details: {
          title: titles[at] || undefined,
          heldAt: heldAt ?? undefined,
          language: language ?? undefined,
          speakers: speakers ?? undefined,
          speakersMost: speakersMost ?? undefined,
          participants,
          glossary,
        },
      })),
    );
    onClose();
  };

  return (
    <Dialog title={t("title", { count: kept.length })} onClose={onClose} wide>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <ul className="-m-1 flex max-h-[50dvh] flex-col gap-3 overflow-y-auto p-1">
          {kept.map((file) => (
            <li key={`${file.name}-${file.size}-${file.lastModified}`} className="flex items-end gap-2">
              <label className="flex min-w-0 flex-1 flex-col gap-1.5">
                <span className="flex items-baseline justify-between gap-3 text-xs text-ink-muted">
                  <span className="truncate">{file.name}</span>
                  <span className="tabular shrink-0">{formats.size(file.size)}</span>
                </span>
                <input name="title" aria-label={t("titleOf", { name: file.name })} defaultValue={titleFrom(file.name)} maxLength={200} className={`${INPUT} w-full`} />
              </label>
              {kept.length > 1 && <IconButton icon="close" label={t("leaveOut", { name: file.name })} onClick={() => drop(file)} />}
            </li>
          ))}
        </ul>
        <div role="status" className={beside ? "" : "-mt-5"}>{beside && <Notice kind="plain">{beside}</Notice>}</div>
        <div className="grid gap-5 border-t border-rule pt-5 wide:grid-cols-2">
          <LanguageField defaultValue={null} />
          <SpeakersField />
          <Field label={t("heldAt")} hint={t("heldAtHint")} name="held_at" type="datetime-local" />
          <Field label={t("participants")} hint={t("participantsHint")} name="participants" autoComplete="off" />
          <Field label={t("glossary")} hint={t("glossaryHint")} name="glossary" autoComplete="off" />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" icon="plus" className="mr-auto" onClick={() => folder.current?.click()}>
            {t("addFolder")}
          </Button>
          <input
            ref={folder}
            type="file"
            {...{ webkitdirectory: "" }} // every browser has it, React's types do not
            hidden
            aria-label={t("addFolder")}
            onChange={(event) => {
              addFolder([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" icon="upload">
            {t("send", { count: kept.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
