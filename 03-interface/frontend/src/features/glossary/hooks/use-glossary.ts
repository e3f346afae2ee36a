"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { OwnGlossary } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import { changeGlossary, glossaryKey, importGlossary, readGlossary, type GlossaryChange } from "../api/glossary";

export function useGlossary() {
  const api = useApi();
  return useQuery({ queryKey: glossaryKey, queryFn: ({ signal }) => readGlossary(api, signal) });
}

/** Puts terms in, takes them out with the way back, and takes those of a file. */
export function useGlossaryActs() {
  const t = useTranslations("glossary");
  const api = useApi();
  const queries = useQueryClient();
  const say = useSay();
  const complaint = useComplaint();
  const hold = ({ terms, most }: OwnGlossary) => queries.setQueryData<OwnGlossary>(glossaryKey, { terms, most });
  const change = useMutation({ mutationFn: (what: GlossaryChange) => changeGlossary(api, what), onSuccess: hold });
  const remove = (term: string) =>
    change.mutate(
      { remove: [term] },
      {
        onSuccess: () =>
          say(t("removed", { term }), {
            label: t("undo"),
            run: () => change.mutate({ add: [term] }, { onError: (error) => say(complaint(error)) }),
          }),
        onError: (error) => say(complaint(error)),
      },
    );
  const fromFile = useMutation({ mutationFn: (file: Blob) => importGlossary(api, file), onSuccess: hold });
  return { change, remove, fromFile };
}
