"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import type { MinutesTemplate } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";

import { formOf, useHeldTemplates } from "./use-template-acts";
import { changeTemplate, type TemplateForm } from "../api/templates";

/** Milliseconds without a key after which what is typed is kept. */
const PAUSE_MS = 800;

/** Whether nothing is missing that a template must have. */
export function isWhole({ name, sections }: TemplateForm): boolean {
  return name.trim() !== "" && sections.length > 0 && sections.every(({ title }) => title.trim() !== "");
}

export interface EditedTemplate {
  form: TemplateForm;
  /** Changes it; `later` where somebody is still typing. */
  change: (alter: (now: TemplateForm) => TemplateForm, later?: boolean) => void;
  /** Keeps at once what was typed. */
  flush: () => void;
  isKept: boolean;
  isKeeping: boolean;
  /** Why it is not kept. */
  trouble: unknown;
}

/** A template as somebody works on it: each change is kept by itself, as soon as nothing is missing. What cannot be kept stays on the page. */
export function useTemplateForm(template: MinutesTemplate): EditedTemplate {
  const api = useApi();
  const hold = useHeldTemplates();
  const [form, setForm] = useState(() => formOf(template));
  const [kept, setKept] = useState(form);
  const latest = useRef(form);
  const sent = useRef(form);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { mutate, isPending, error } = useMutation({
    scope: { id: `minutes-template ${template.key}` },
    mutationFn: (now: TemplateForm) => changeTemplate(api, template.key, now),
    onSuccess: (changed, now) => {
      setKept(now);
      hold((all) => all.map((one) => (one.key === changed.key ? changed : one)));
    },
  });

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const now = latest.current;
    if (now === sent.current || !isWhole(now)) return;
    const before = sent.current;
    sent.current = now;
    mutate(now, {
      onError: () => {
        if (sent.current === now) sent.current = before;
      },
    });
  }, [mutate]);
  const change = useCallback<EditedTemplate["change"]>(
    (alter, later = false) => {
      latest.current = alter(latest.current);
      setForm(latest.current);
      clearTimeout(timer.current);
      if (later) timer.current = setTimeout(flush, PAUSE_MS);
      else flush();
    },
    [flush],
  );

  // Whoever leaves within that pause wrote it all the same; when the network is back, what waits goes.
  useEffect(() => {
    window.addEventListener("online", flush);
    return () => {
      window.removeEventListener("online", flush);
      flush();
    };
  }, [flush]);
  const isKept = form === kept;
  useEffect(() => {
    if (isKept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isKept]);

  return { form, change, flush, isKept, isKeeping: isPending, trouble: isKept ? null : error };
}
