"use client";

import { useTranslations } from "next-intl";

import type { System } from "@/api/types";
import { Icon } from "@/ui/icons";

import { Part } from "./facts";

const NAMES = ["database", "storage", "queue", "vectors"] as const;
const KINDS: Record<string, string> = { sqlite: "SQLite", postgresql: "PostgreSQL", s3: "S3", redis: "Redis", rediss: "Redis", unix: "Redis", http: "Qdrant", https: "Qdrant" };

/** What the product stands on, and whether it answers. */
export function ServicesPart({ services, release }: { services: System["services"]; release: string }) {
  const t = useTranslations("system");
  return (
    <Part title={t("services")} lead={t("release", { release })}>
      <ul className="divide-y divide-rule border-y border-rule">
        {services.map(({ name, state, kind, message }) => {
          const known = NAMES.find((one) => one === name);
          const well = state === "ok";
          const absent = state === "none";
          return (
            <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
              <Icon name={well ? "check" : absent ? "ban" : "warning"} className={well ? "text-done" : absent ? "text-ink-muted" : "text-loss"} />
              <span className="font-semibold">{known ? t(`serviceNames.${known}`) : name}</span>
              {!absent && <span className="text-ink-muted">{KINDS[kind] ?? t("folder")}</span>}
              <span className={`ml-auto ${well || absent ? "text-ink-muted" : "text-loss"}`}>
                {well ? t("answers") : absent ? t("absent") : t("failing")}
              </span>
              {message && <p className="basis-full text-ink-soft">{message}</p>}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
