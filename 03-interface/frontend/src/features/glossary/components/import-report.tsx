"use client";

import { useTranslations } from "next-intl";

import type { GlossaryImport } from "@/api/types";
import { IconButton } from "@/ui/button";
import { Notice } from "@/ui/notice";

/** What came of a file: what was taken, and each line that was not, with the reason. */
export function ImportReport({ report, onClose }: { report: GlossaryImport; onClose: () => void }) {
  const t = useTranslations("glossary");
  const { added, known, faulty, faults } = report;
  return (
    <div className="mb-6">
      <Notice kind={faulty > 0 ? "doubt" : "plain"} announce action={<IconButton icon="close" label={t("dismiss")} onClick={onClose} className="size-8!" />}>
        <p className="font-semibold">{t("imported", { added, known })}</p>
        {faulty > 0 && (
          <>
            <p className="mt-1">{t("faulty", { count: faulty })}</p>
            <ul className="mt-1 max-h-64 overflow-y-auto">
              {faults.map(({ line, text, message }) => (
                <li key={line} className="py-1">
                  <span className="tabular font-semibold">{t("line", { line })}</span> <span dir="auto">{text}</span>
                  <span className="block text-xs text-ink-soft">{message}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Notice>
    </div>
  );
}
