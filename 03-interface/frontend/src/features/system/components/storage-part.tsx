"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import type { System } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Progress } from "@/ui/progress";

import { Fact, Facts, Part } from "./facts";

/** What is stored, where, and whose most of it is. */
export function StoragePart({ storage }: { storage: System["storage"] }) {
  const t = useTranslations("system");
  const formats = useFormats();
  const { disk_free: free, disk_total: total } = storage;
  return (
    <Part title={t("storage")} lead={t("storageLead")}>
      <Facts>
        <Fact name={t("recordings")}>{formats.size(storage.recordings)}</Fact>
        <Fact name={t("trash")}>{formats.size(storage.trash)}</Fact>
        <Fact name={t("coming")}>{formats.size(storage.coming)}</Fact>
        <Fact name={t("database")}>{formats.size(storage.database)}</Fact>
      </Facts>
      {free !== null && total !== null && total > 0 && (
        <div className="max-w-md">
          <p className="tabular">{t("disk", { free: formats.size(free), total: formats.size(total) })}</p>
          <Progress share={1 - free / total} label={t("diskUsed")} className="mt-2" />
        </div>
      )}
      {storage.accounts.length > 0 && (
        <div>
          <h3 className="mb-1 font-semibold">{t("accounts")}</h3>
          <ul className="divide-y divide-rule border-y border-rule">
            {storage.accounts.map(({ id, name, recordings, quota }) => {
              const used = formats.size(recordings);
              return (
                <li key={id} className="flex items-center gap-4 py-2">
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  <span className="tabular shrink-0 text-ink-muted">{quota > 0 ? t("usedOf", { used, quota: formats.size(quota) }) : used}</span>
                </li>
              );
            })}
          </ul>
          <p className="mt-2">
            <Link href="/users" className="text-accent hover:underline">
              {t("allAccounts")}
            </Link>
          </p>
        </div>
      )}
    </Part>
  );
}
