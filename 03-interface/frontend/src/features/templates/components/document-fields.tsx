"use client";

import { useTranslations } from "next-intl";

/** What stands in a document, and what comes in its place, as `docs/document-templates.md` tells at length. */
const FIELDS = [
  ["head", "{{ title }} {{ date }}"],
  ["participants", "{{ participants|join(', ') }}"],
  ["items", "{%p for item in decisions %} … {%p endfor %}"],
  ["rows", "{%tr for item in actions %} … {%tr endfor %}"],
  ["item", "{{ item.number }} {{ item.text }} {{ item.owner }} {{ item.due }} {{ item.status }}"],
  ["sources", "{{r item.sources }}"],
  ["text", "{{ fields.votes }}"],
  ["state", "{{ state }} {{ digest }}"],
] as const;

/** The fields that a Word document may name. */
export function DocumentFields() {
  const t = useTranslations("templates.documents");
  return (
    <details className="mt-4">
      <summary className="w-fit cursor-pointer rounded-sm font-semibold text-ink-soft hover:text-ink">{t("fieldsTitle")}</summary>
      <dl className="mt-2 divide-y divide-rule border-y border-rule">
        {FIELDS.map(([name, written]) => (
          <div key={name} className="grid gap-x-6 gap-y-0.5 py-2 wide:grid-cols-2">
            <dt>
              <code className="font-mono text-xs break-words text-ink">{written}</code>
            </dt>
            <dd className="text-ink-muted">{t(`fields.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
