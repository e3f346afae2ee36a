"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import type { System } from "@/api/types";
import { useFormats } from "@/language/use-formats";

import { Fact, Facts, Part } from "./facts";

const PRESETS = ["fast", "balanced", "accurate"] as const;
const HOUR = 3600;

/** How the work stands and how it went in the last day. */
export function WorkPart({ work }: { work: System["work"] }) {
  const t = useTranslations("system");
  const formats = useFormats();
  const sum = (of: "waiting" | "working") => work.lanes.reduce((all, lane) => all + lane[of], 0);
  const oldest = Math.max(0, ...work.lanes.map((lane) => lane.oldest));
  return (
    <Part title={t("work")}>
      <Facts>
        <Fact name={t("atWork")}>
          <Link href="/queue" className="hover:text-accent">
            {formats.number(sum("working"))}
          </Link>
        </Fact>
        <Fact name={t("waiting")}>
          <Link href="/queue" className="hover:text-accent">
            {formats.number(sum("waiting"))}
          </Link>
        </Fact>
        <Fact name={t("oldest")}>{sum("waiting") > 0 ? formats.duration(oldest) : "–"}</Fact>
        <Fact name={t("silent")} alarming={work.silent > 0}>
          {formats.number(work.silent)}
        </Fact>
        <Fact name={t("completed")}>{formats.number(work.completed)}</Fact>
        <Fact name={t("failed")} alarming={work.failed > 0}>
          {formats.number(work.failed)}
        </Fact>
        <Fact name={t("cancelled")}>{formats.number(work.cancelled)}</Fact>
        <Fact name={t("wait")}>{work.wait === null ? "–" : formats.duration(work.wait)}</Fact>
        {PRESETS.map((preset) => {
          const factor = work.factors[preset];
          return (
            factor !== undefined && (
              <Fact key={preset} name={t("speed", { preset: t(`presets.${preset}`) })}>
                {t("hourIn", { time: formats.duration(factor * HOUR) })}
              </Fact>
            )
          );
        })}
      </Facts>
      {work.failures.length > 0 && (
        <div>
          <h3 className="mb-1 font-semibold">{t("failures")}</h3>
          <ul className="divide-y divide-rule border-y border-rule">
            {work.failures.map(({ code, message, count }) => (
              <li key={code} className="flex gap-4 py-2">
                <span className="tabular w-10 shrink-0 text-right font-semibold">{formats.number(count)}</span>
                <span className="min-w-0">
                  {message} <code className="text-xs text-ink-muted">{code}</code>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Part>
  );
}
