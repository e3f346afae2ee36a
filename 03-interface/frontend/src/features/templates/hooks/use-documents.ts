"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { DocumentTemplate } from "@/api/types";
import { minutesKeys } from "@/features/minutes/api/minutes";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { fileName } from "@/features/transcripts/export-choice";
import { useSaved } from "@/features/transcripts/hooks/use-export";
import { useSay } from "@/ui/toasts";

import { readDocument, readStarter, removeDocument, uploadDocument } from "../api/templates";

export interface NewDocument extends Pick<DocumentTemplate, "name" | "shared"> {
  file: Blob;
}

/** Sends a Word document, which is tried before it is kept. */
export function useUploadDocument() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, ...told }: NewDocument) => uploadDocument(api, file, told),
    onSuccess: () => queries.invalidateQueries({ queryKey: minutesKeys.documents }),
  });
}

/** What can be done with the Word documents: saved as files, and deleted with the way back. */
export function useDocumentActs() {
  const t = useTranslations("templates.documents");
  const api = useApi();
  const queries = useQueryClient();
  const say = useSay();
  const complaint = useComplaint();
  const saved = useSaved();
  const renew = () => queries.invalidateQueries({ queryKey: minutesKeys.documents });
  const restore = async ({ name, shared }: DocumentTemplate, file: Blob) => {
    try {
      await uploadDocument(api, file, { name, shared });
      await renew();
    } catch (error) {
      say(complaint(error));
    }
  };
  return {
    save: ({ id, name }: DocumentTemplate) => saved(`${fileName(name)}.docx`, () => readDocument(api, id)),
    saveStarter: () => saved(`${t("starterFile")}.docx`, () => readStarter(api)),
    remove: async (document: DocumentTemplate) => {
      try {
        const file = await readDocument(api, document.id); // so that it can be put back
        await removeDocument(api, document.id);
        say(t("removed", { name: document.name }), { label: t("undo"), run: () => void restore(document, file) });
      } catch (error) {
        say(complaint(error));
      }
      await renew();
    },
  };
}
