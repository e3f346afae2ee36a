"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";

import type { QueuedRun } from "@/api/types";
import { useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Icon } from "@/ui/icons";
import { keepFocus } from "@/ui/keep-focus";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";

import { QueueRow } from "./queue-row";
import { useLine, useQueueActs } from "../hooks/use-queue-acts";
import { movesAmongAll, movesAmongMine } from "../moves";

const StopDialog = onDemand(async () => (await import("./stop-dialog")).StopDialog);

/** Who works on what and who waits: everybody's for an administrator, one's own for a member. */
export function QueueScreen() {
  const t = useTranslations("queue");
  const complaint = useComplaint();
  const formats = useFormats();
  const state = useSessionState();
  const everybody = state.status === "open" && state.session.account.role === "administrator";
  const line = useLine(everybody);
  const { move, stop } = useQueueActs(everybody);
  const [stopping, setStopping] = useState<QueuedRun | null>(null);
  const items = line.data?.items ?? [];
  const working = items.filter(({ status }) => status === "PROCESSING");
  const waiting = items.filter(({ status }) => status === "PENDING");
  const moves = everybody ? movesAmongAll : movesAmongMine;
  const hidden = line.data && everybody ? line.data.waiting - waiting.length : 0;

  return (
    <div ref={keepFocus}>
      <h1 className="mb-2 text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mb-6 max-w-2xl text-ink-muted">{everybody ? t("leadAll") : t("leadMine")}</p>
      {line.error && (
        <Notice kind="loss" announce>
          {complaint(line.error)}
        </Notice>
      )}
      {line.isPending && <div aria-busy className="h-36 animate-pulse rounded-md bg-sunken" />}
      {line.data && (
        <p className="tabular mb-6 text-ink-soft" aria-live="polite">
          {t("counts", { working: line.data.working, waiting: line.data.waiting })}
        </p>
      )}
      {line.data && items.length === 0 && (
        <div className="rounded-lg border border-dashed border-edge bg-surface px-6 py-12 text-center">
          <Icon name="clock" size={32} className="mx-auto mb-3 text-ink-muted" />
          <p className="text-base font-semibold">{everybody ? t("empty") : t("emptyMine")}</p>
          <p className="mx-auto mt-1 max-w-md text-ink-muted">{t("emptyHint")}</p>
        </div>
      )}
      <Part title={t("working")} runs={working}>
        {(run) => <QueueRow key={run.id} run={run} moves={null} onMove={() => undefined} onStop={setStopping} />}
      </Part>
      <Part title={t("waiting")} runs={waiting}>
        {(run) => <QueueRow key={run.id} run={run} moves={moves(run, waiting)} onMove={(to) => move.mutate({ run, move: to })} onStop={setStopping} />}
      </Part>
      {hidden > 0 && <p className="mt-4 text-ink-muted">{t("more", { count: hidden, shown: formats.number(waiting.length) })}</p>}
      {stopping && (
        <StopDialog
          run={stopping}
          onClose={() => setStopping(null)}
          onStop={() => {
            stop.mutate(stopping);
            setStopping(null);
          }}
        />
      )}
    </div>
  );
}

function Part({ title, runs, children }: { title: string; runs: readonly QueuedRun[]; children: (run: QueuedRun) => ReactNode }) {
  if (runs.length === 0) return null;
  return (
    <section className="mb-8">
      <h2 className="mb-2 text-base font-semibold">{title}</h2>
      <ul className="divide-y divide-rule border-y border-rule">{runs.map(children)}</ul>
    </section>
  );
}
