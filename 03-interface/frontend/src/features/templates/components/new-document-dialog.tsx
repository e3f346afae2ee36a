"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";

import { useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { Progress } from "@/ui/progress";

import { useUploadDocument } from "../hooks/use-documents";
import { LONGEST_NAME } from "../sections";

/** Sends a Word document under a name. What is wrong with it is said here, and it, put right, is chosen again. */
export function NewDocumentDialog({ first, onClose }: { first: File; onClose: () => void }) {
  const t = useTranslations("templates.documents");
  const complaint = useComplaint();
  const state = useSessionState();
  const upload = useUploadDocument();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState(first);
  const administers = state.status === "open" && state.session.account.role === "administrator";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name") ?? "").trim();
    if (name !== "") upload.mutate({ file, name, shared: form.has("shared") }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("newTitle")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {upload.error && (
          <Notice kind="loss" announce>
            {upload.error instanceof DOMException ? t("gone") : complaint(upload.error)}
          </Notice>
        )}
        <div className="flex items-center gap-3">
          <p className="min-w-0 flex-1 truncate rounded-md bg-sunken px-3 py-2" title={file.name}>
            <bdi>{file.name}</bdi>
          </p>
          <Button size="sm" disabled={upload.isPending} onClick={() => input.current?.click()}>
            {t("another")}
          </Button>
          <input
            ref={input}
            type="file"
            accept=".docx"
            aria-label={t("another")}
            tabIndex={-1}
            hidden
            onChange={({ target }) => {
              const [other] = target.files ?? [];
              target.value = "";
              if (!other) return;
              upload.reset();
              setFile(other);
            }}
          />
        </div>
        <Field label={t("name")} name="name" hint={t("nameHint")} defaultValue={first.name.replace(/\.docx$/i, "").slice(0, LONGEST_NAME)} maxLength={LONGEST_NAME} pattern=".*\S.*" autoComplete="off" required />
        {administers && (
          <label className="flex min-h-9 items-center gap-2.5 text-sm">
            <input type="checkbox" name="shared" className="size-4.5" />
            {t("share")}
          </label>
        )}
        {upload.isPending && (
          <div>
            <p role="status" className="mb-1.5 text-ink-soft">
              {t("tried")}
            </p>
            <Progress share={null} label={t("tried")} />
          </div>
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={upload.isPending}>
            {t("send")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
