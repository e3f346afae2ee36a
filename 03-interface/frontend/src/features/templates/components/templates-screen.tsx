"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { MinutesTemplate } from "@/api/types";
import { useTemplates } from "@/features/minutes/hooks/use-minutes";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { keepFocus } from "@/ui/keep-focus";
import { NotRead } from "@/ui/not-read";
import { onDemand } from "@/ui/on-demand";

import { DocumentsPart } from "./documents-part";
import { TemplateRow } from "./template-row";

const NewTemplateDialog = onDemand(async () => (await import("./new-template-dialog")).NewTemplateDialog);

/** What minutes are made of: one's own templates, those of the product, and Word documents. */
export function TemplatesScreen() {
  const t = useTranslations("templates");
  const complaint = useComplaint();
  const templates = useTemplates();
  // What a new one begins as; `null` for an empty one.
  const [making, setMaking] = useState<{ from: MinutesTemplate | null } | null>(null);
  const all = templates.data ?? [];
  const own = all.filter(({ builtin }) => !builtin);
  const copy = (from: MinutesTemplate) => setMaking({ from });

  return (
    <div ref={keepFocus} className="max-w-3xl">
      <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-2 max-w-2xl text-ink-muted">{t("lead")}</p>
      {templates.error && !templates.data && (
        <div className="mt-6">
          <NotRead why={complaint(templates.error)} onAgain={() => void templates.refetch()} />
        </div>
      )}
      {templates.isPending && <div aria-busy className="mt-6 h-72 animate-pulse rounded-md bg-sunken" />}
      {templates.data && (
        <>
          <section aria-labelledby="own-templates" className="mt-8">
            <div className="mb-2 flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <h2 id="own-templates" className="text-lg font-semibold tracking-tight">
                {t("own")}
              </h2>
              <Button icon="plus" onClick={() => setMaking({ from: null })}>
                {t("create.open")}
              </Button>
            </div>
            {own.length === 0 ? (
              <p className="rounded-lg border border-dashed border-edge bg-surface px-5 py-6 text-ink-muted">{t("none")}</p>
            ) : (
              <ul className="divide-y divide-rule border-y border-rule">
                {own.map((template) => (
                  <TemplateRow key={template.key} template={template} onCopy={copy} />
                ))}
              </ul>
            )}
          </section>
          <section aria-labelledby="built-in-templates" className="mt-10">
            <h2 id="built-in-templates" className="mb-2 text-lg font-semibold tracking-tight">
              {t("builtin")}
            </h2>
            <ul className="divide-y divide-rule border-y border-rule">
              {all.filter(({ builtin }) => builtin).map((template) => (
                <TemplateRow key={template.key} template={template} onCopy={copy} />
              ))}
            </ul>
          </section>
        </>
      )}
      <DocumentsPart />
      {making && <NewTemplateDialog from={making.from} templates={all} onClose={() => setMaking(null)} />}
    </div>
  );
}
