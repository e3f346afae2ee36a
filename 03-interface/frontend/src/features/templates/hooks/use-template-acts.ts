"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { MinutesTemplate } from "@/api/types";
import { minutesKeys } from "@/features/minutes/api/minutes";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import { addTemplate, removeTemplate, type TemplateForm } from "../api/templates";

export function formOf({ name, language, sections }: MinutesTemplate): TemplateForm {
  return { name, language, sections };
}

/** Changes the templates that the page holds, in whichever language those of the product are named. */
export function useHeldTemplates(): (change: (all: MinutesTemplate[]) => MinutesTemplate[]) => void {
  const queries = useQueryClient();
  return (change) => {
    queries.setQueriesData<MinutesTemplate[]>({ queryKey: minutesKeys.allTemplates }, (all) => all && change(all));
    void queries.invalidateQueries({ queryKey: minutesKeys.allTemplates, refetchType: "none" });
  };
}

/** Makes a template of one's own. */
export function useAddTemplate() {
  const api = useApi();
  const hold = useHeldTemplates();
  return useMutation({ mutationFn: (form: TemplateForm) => addTemplate(api, form), onSuccess: (made) => hold((all) => [...all, made]) });
}

/** Deletes a template of one's own and offers to put it back. */
export function useRemoveTemplate(): (template: MinutesTemplate) => Promise<void> {
  const t = useTranslations("templates");
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();
  const hold = useHeldTemplates();
  const restore = async (template: MinutesTemplate) => {
    try {
      const again = await addTemplate(api, formOf(template));
      hold((all) => [...all, again]);
    } catch (error) {
      say(complaint(error));
    }
  };
  return async (template) => {
    try {
      await removeTemplate(api, template.key);
    } catch (error) {
      say(complaint(error));
      return;
    }
    hold((all) => all.filter(({ key }) => key !== template.key));
    say(t("removed", { name: template.name }), { label: t("undo"), run: () => void restore(template) });
  };
}
