"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";

import type { DocumentTemplate } from "@/api/types";
import { useDocumentTemplates } from "@/features/minutes/hooks/use-export-minutes";
import { useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { NotRead } from "@/ui/not-read";
import { onDemand } from "@/ui/on-demand";

import { DocumentFields } from "./document-fields";
import { useDocumentActs } from "../hooks/use-documents";

const NewDocumentDialog = onDemand(async () => (await import("./new-document-dialog")).NewDocumentDialog);

/** Word documents of an organisation that minutes are filled into. */
export function DocumentsPart() {
  const t = useTranslations("templates.documents");
  const complaint = useComplaint();
  const documents = useDocumentTemplates();
  const { saveStarter } = useDocumentActs();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  return (
    <section aria-labelledby="documents" className="mt-10">
      <div className="mb-1 flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="documents" className="text-lg font-semibold tracking-tight">
          {t("title")}
        </h2>
        <div className="flex flex-wrap gap-2">
          <Button icon="download" onClick={() => void saveStarter()}>
            {t("starter")}
          </Button>
          <Button icon="upload" onClick={() => input.current?.click()}>
            {t("add")}
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          accept=".docx"
          aria-label={t("add")}
          tabIndex={-1}
          hidden
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            target.value = ""; // the same file may be chosen again, put right
            if (file) setChosen(file);
          }}
        />
      </div>
      <p className="mb-4 max-w-2xl text-ink-muted">{t("lead")}</p>
      {documents.error && !documents.data && <NotRead why={complaint(documents.error)} onAgain={() => void documents.refetch()} />}
      {documents.isPending && <div aria-busy className="h-14 animate-pulse rounded-md bg-sunken" />}
      {documents.data?.length === 0 && <p className="rounded-lg border border-dashed border-edge bg-surface px-5 py-6 text-ink-muted">{t("none")}</p>}
      {documents.data && documents.data.length > 0 && (
        <ul className="divide-y divide-rule border-y border-rule">
          {documents.data.map((document) => (
            <DocumentRow key={document.id} document={document} />
          ))}
        </ul>
      )}
      <DocumentFields />
      {chosen && <NewDocumentDialog first={chosen} onClose={() => setChosen(null)} />}
    </section>
  );
}

function DocumentRow({ document }: { document: DocumentTemplate }) {
  const t = useTranslations("templates.documents");
  const formats = useFormats();
  const state = useSessionState();
  const { save, remove } = useDocumentActs();
  const { name, shared, mine, size, created_at: since } = document;
  const administers = state.status === "open" && state.session.account.role === "administrator";
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 font-semibold">
          <bdi className="min-w-0 break-words">{name}</bdi>
          {shared && <span className="rounded-full bg-sunken px-2 py-0.5 text-xs">{t("shared")}</span>}
        </p>
        <p className="tabular mt-0.5 text-ink-muted">{t("since", { size: formats.size(size), day: formats.day(since) })}</p>
      </div>
      <Menu trigger={<IconButton icon="more" label={t("actionsFor", { name })} className="-mt-1.5" />}>
        <MenuItem icon="download" onSelect={() => void save(document)}>
          {t("save")}
        </MenuItem>
        {(mine || administers) && (
          <>
            <MenuRule />
            <MenuItem icon="trash" danger onSelect={() => void remove(document)}>
              {t("remove")}
            </MenuItem>
          </>
        )}
      </Menu>
    </li>
  );
}
