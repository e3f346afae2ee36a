"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import * as minutes from "@/features/minutes/export-choice";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select } from "@/ui/field";

import { FORMATS, optionsOf, readChoice, type Choice, type Format } from "../export-choice";

interface ExportDialogProps {
  save: (choice: Choice) => Promise<boolean>;
  /** Where minutes can be had in place of transcripts. */
  saveMinutes?: (choice: minutes.Choice) => Promise<boolean>;
  onClose: () => void;
}

const WHAT = ["transcripts", "minutes"] as const;
type What = (typeof WHAT)[number];

/** Asks for the format and what is to be shown in the file. */
export function ExportDialog({ save, saveMinutes, onClose }: ExportDialogProps) {
  const t = useTranslations("export");
  const [what, setWhat] = useState<What>("transcripts");
  const [format, setFormat] = useState<Format>(FORMATS[0]);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const form = new FormData(event.currentTarget);
    const saved = await (saveMinutes && what === "minutes" ? saveMinutes(minutes.readChoice(form)) : save(readChoice(form)));
    setBusy(false);
    if (saved) onClose();
  };
  const formats: readonly Format[] = what === "minutes" ? minutes.FORMATS : FORMATS;
  const options = what === "minutes" ? minutes.OPTIONS : optionsOf(format);
  const choose = (next: What) => {
    setWhat(next);
    setFormat(FORMATS[0]);
  };
  return (
    <Dialog title={t(saveMinutes ? "title" : "chooseTitle")} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        {saveMinutes && (
          <Select label={t("what")} value={what} onChange={(event) => choose(event.target.value as What)} hint={what === "minutes" && t("leftOut")}>
            {WHAT.map((one) => (
              <option key={one} value={one}>
                {t(one)}
              </option>
            ))}
          </Select>
        )}
        <Select label={t("format")} name="format" value={format} onChange={(event) => setFormat(event.target.value as Format)}>
          {formats.map((one) => (
            <option key={one} value={one}>
              {t(`formats.${one}`)}
            </option>
          ))}
        </Select>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1.5 text-sm font-semibold">{t("shown")}</legend>
          {options.map((option) => (
            <label key={option} className="flex min-h-9 items-center gap-2.5 text-sm">
              <input type="checkbox" name={option} defaultChecked={option === "times" || option === "speakers"} className="size-4.5" />
              {t(`options.${option}`)}
            </label>
          ))}
        </fieldset>
        <p className="text-xs text-ink-muted">{t("anonymousHint")}</p>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
