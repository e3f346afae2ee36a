"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { MinutesTemplate } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { useAddTemplate } from "../hooks/use-template-acts";
import { LONGEST_NAME, newKey } from "../sections";

interface NewTemplateDialogProps {
  /** What it is copied from; `null` for an empty one. */
  from: MinutesTemplate | null;
  templates: readonly MinutesTemplate[];
  onClose: () => void;
}

/** A template of one's own: its name, and what it begins as. It opens once it is made. */
export function NewTemplateDialog({ from, templates, onClose }: NewTemplateDialogProps) {
  const t = useTranslations("templates.create");
  const complaint = useComplaint();
  const locale = useLocale();
  const router = useRouter();
  const add = useAddTemplate();
  const [source, setSource] = useState(from?.key ?? "");
  const copied = templates.find(({ key }) => key === source);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    if (name === "") return;
    const sections = copied?.sections ?? [{ key: newKey(), title: t("firstSection"), kind: "decisions" as const }];
    add.mutate(
      { name, language: copied ? copied.language : locale, sections },
      {
        onSuccess: ({ key }) => {
          onClose();
          router.push(`/templates/${key}`);
        },
      },
    );
  };
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {add.error && (
          <Notice kind="loss" announce>
            {complaint(add.error)}
          </Notice>
        )}
        <Field label={t("name")} name="name" defaultValue={from ? t("copyOf", { name: from.name }).slice(0, LONGEST_NAME) : ""} maxLength={LONGEST_NAME} pattern=".*\S.*" autoComplete="off" required />
        <Select label={t("from")} value={source} onChange={(event) => setSource(event.target.value)} hint={copied?.sections.map(({ title }) => title).join(" · ")}>
          <option value="">{t("empty")}</option>
          {templates.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={add.isPending}>
            {t("make")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
