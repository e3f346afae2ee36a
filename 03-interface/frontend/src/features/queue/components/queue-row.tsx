"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import type { QueuedRun } from "@/api/types";
import { stageOf } from "@/features/runs/hooks/use-run-line";
import { useFormats } from "@/language/use-formats";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { Progress } from "@/ui/progress";

import type { Move, Moves } from "../moves";

interface QueueRowProps {
  run: QueuedRun;
  /** Where it can be put; none once it is worked on. */
  moves: Moves | null;
  onMove: (move: Move) => void;
  onStop: (run: QueuedRun) => void;
}

/** A run with its place, whose it is, and when it begins or ends. Of others' meetings nothing is told, not even here. */
export function QueueRow({ run, moves, onMove, onStop }: QueueRowProps) {
  const t = useTranslations("queue");
  const name = useRunName(run);
  const waits = run.status === "PENDING";
  const { title } = run;
  return (
    <li className="flex items-center gap-3 px-2 py-3 wide:gap-4 wide:px-3">
      <span className="tabular w-8 shrink-0 text-center text-base font-semibold text-ink-muted">
        {run.position !== null && (
          <>
            <span aria-hidden>{run.position + 1}</span>
            <span className="sr-only">{t("place", { position: run.position + 1 })}</span>
          </>
        )}
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          {title !== null && run.meeting_id !== null ? (
            <Link href={`/meetings/${run.meeting_id}`} className="hover:text-accent">
              {title}
            </Link>
          ) : (
            t(`kinds.${run.kind}`)
          )}
          {run.owner && <span className="ml-2 font-normal text-ink-muted">{run.owner.name}</span>}
        </p>
        <Facts run={run} />
        <Tries run={run} />
        {!waits && <Progress share={run.progress} label={name} className="mt-2" />}
      </div>
      <Menu trigger={<IconButton icon="more" label={t("actionsFor", { name })} />}>
        {moves && (
          <>
            <MenuItem icon="flag" disabled={!moves.first} onSelect={() => moves.first && onMove(moves.first)}>
              {t("first")}
            </MenuItem>
            <MenuItem icon="up" disabled={!moves.earlier} onSelect={() => moves.earlier && onMove(moves.earlier)}>
              {run.owner ? t("raise") : t("earlier")}
            </MenuItem>
            <MenuItem icon="down" disabled={!moves.later} onSelect={() => moves.later && onMove(moves.later)}>
              {run.owner ? t("lower") : t("later")}
            </MenuItem>
            <MenuRule />
          </>
        )}
        <MenuItem icon="ban" danger onSelect={() => onStop(run)}>
          {t("stop")}
        </MenuItem>
      </Menu>
    </li>
  );
}

/** What a run is called where it cannot be seen: its meeting's title, or its kind and its owner. */
export function useRunName(run: QueuedRun): string {
  const t = useTranslations("queue");
  if (run.title !== null) return run.title;
  const kind = t(`kinds.${run.kind}`);
  return run.owner ? t("of", { kind, owner: run.owner.name }) : kind;
}

function Facts({ run }: { run: QueuedRun }) {
  const t = useTranslations("queue");
  const runs = useTranslations("runs");
  const formats = useFormats();
  const facts: string[] = [];
  if (run.status === "PENDING") {
    if (run.starts_in !== null) facts.push(runs("startsIn", { time: formats.wait(run.starts_in) }));
    facts.push(t("since", { moment: formats.moment(run.created_at) }));
    if (run.priority !== 0) facts.push(t(run.priority < 0 ? "urgent" : "patient", { steps: Math.abs(run.priority) }));
  } else {
    const stage = stageOf(run);
    facts.push(stage ? runs(`stages.${stage}`) : runs("status.PROCESSING"), formats.percent(run.progress));
    if (run.ends_in !== null) facts.push(runs("timeLeft", { time: formats.wait(run.ends_in) }));
    if (run.worker !== null) facts.push(run.worker);
  }
  return <p className="tabular text-xs break-words text-ink-muted">{facts.join(" · ")}</p>;
}

/** That it was tried before, why that came to nothing, and when it is tried again; nothing of one that was never tried. */
function Tries({ run }: { run: QueuedRun }) {
  const t = useTranslations("queue");
  const formats = useFormats();
  const { attempt, error } = run;
  const said: string[] = [];
  if (run.status !== "PENDING") {
    if (attempt > 1) said.push(t("triedNow", { attempt }));
  } else if (attempt > 0 || error) {
    if (attempt > 0) said.push(t("tried", { attempt }));
    if (error) said.push(error.message);
    said.push(run.again_in === null ? t("againInTurn") : t("againIn", { time: formats.wait(run.again_in) }));
  }
  return said.length > 0 && <p className="tabular mt-1 text-xs break-words text-ink-soft">{said.join(" ")}</p>;
}
