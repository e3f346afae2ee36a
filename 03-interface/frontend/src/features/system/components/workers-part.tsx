"use client";

import { useTranslations } from "next-intl";

import type { System } from "@/api/types";
import { stageOf } from "@/features/runs/hooks/use-run-line";
import { useFormats } from "@/language/use-formats";
import { Notice } from "@/ui/notice";
import { Progress } from "@/ui/progress";

import { Part } from "./facts";

type Worker = System["workers"][number];

const PURPOSES = ["speech", "segmentation", "voice", "language", "checkpoint", "recording"] as const;
const STATES = ["present", "unverified", "damaged", "missing"] as const;

/** Who works, on which machine, with what. */
export function WorkersPart({ workers }: { workers: readonly Worker[] }) {
  const t = useTranslations("system");
  return (
    <Part title={t("workers")} lead={t("workersLead")}>
      {workers.some(({ alive }) => alive) ? null : <Notice kind="doubt">{t("noWorkers")}</Notice>}
      {workers.length > 0 && (
        <ul className="divide-y divide-rule border-y border-rule">
          {workers.map((worker) => (
            <WorkerRow key={worker.id} worker={worker} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function WorkerRow({ worker }: { worker: Worker }) {
  const t = useTranslations("system");
  const runs = useTranslations("runs");
  const formats = useFormats();
  const doing = worker.runs.map((run) => {
    const stage = stageOf(run);
    return { ...run, label: `${stage ? runs(`stages.${stage}`) : runs("status.PROCESSING")} · ${formats.percent(run.progress)}` };
  });
  const facts = [
    t("lanes", { lanes: worker.lanes.join(", ") }),
    worker.device ?? t("deviceUnknown"),
    t("memory", { own: formats.size(worker.memory), free: formats.size(worker.memory_free), total: formats.size(worker.memory_total) }),
    t("started", { moment: formats.moment(worker.started_at) }),
    t("seen", { moment: formats.moment(worker.seen_at) }),
  ];
  return (
    <li className="py-4">
      <p className="flex flex-wrap items-center gap-x-2">
        <span aria-hidden className={`size-2 shrink-0 rounded-full ${worker.alive ? "bg-done" : "bg-loss"}`} />
        <span className="min-w-0 text-base font-semibold break-words">{worker.id}</span>
        <span className={worker.alive ? "text-ink-muted" : "text-loss"}>{worker.alive ? doing.map(({ label }) => label).join(", ") || t("idle") : t("silentWorker")}</span>
      </p>
      {worker.alive && doing.map(({ id, progress, label }) => <Progress key={id} share={progress} label={label} className="mt-2 max-w-md" />)}
      <p className="tabular mt-1 text-xs break-words text-ink-muted">{facts.join(" · ")}</p>
      <p className="mt-1">{worker.resident ? t("resident", { model: worker.resident }) : t("noResident")}</p>
      <Models models={worker.models} />
    </li>
  );
}

function Models({ models }: { models: Worker["models"] }) {
  const t = useTranslations("system");
  const formats = useFormats();
  const there = models.filter(({ state }) => state !== "missing");
  return (
    <details className="mt-1">
      <summary className="inline-block rounded-sm text-accent">
        {t("models", { count: there.length, size: formats.size(there.reduce((all, { size }) => all + size, 0)) })}
      </summary>
      <ul className="mt-2 divide-y divide-rule border-y border-rule">
        {models.map((model) => {
          const purpose = PURPOSES.find((one) => one === model.purpose);
          const state = STATES.find((one) => one === model.state);
          const wrong = model.state === "damaged" || model.state === "missing";
          return (
            <li key={model.name} className="flex flex-wrap gap-x-4 py-1.5">
              <span className="min-w-48 flex-1 font-semibold break-words">{model.name}</span>
              <span className="flex-1 text-ink-muted">{purpose ? t(`purposes.${purpose}`) : model.purpose}</span>
              <span className={`flex-1 ${wrong ? "text-loss" : "text-ink-muted"}`}>
                {state ? t(`modelStates.${state}`) : model.state}
                {model.needed && `, ${t("needed")}`}
              </span>
              <span className="tabular w-20 text-right">{formats.size(model.size)}</span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
