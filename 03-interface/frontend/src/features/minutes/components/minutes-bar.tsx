"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Minutes } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Icon, type IconName } from "@/ui/icons";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { onDemand } from "@/ui/on-demand";
import { useSay } from "@/ui/toasts";

import { ExportMenu } from "./export-menu";
import { SealLine } from "./seal-line";
import type { MinutesState } from "../api/minutes";
import { useIsChanging, usePressMinutes } from "../hooks/use-minutes";

const FreezeDialog = onDemand(async () => (await import("./freeze-dialog")).FreezeDialog);
const AgainDialog = onDemand(async () => (await import("./again-dialog")).AgainDialog);
const RemoveDialog = onDemand(async () => (await import("./remove-dialog")).RemoveDialog);

const STEPS = ["draft", "approved", "frozen"] as const satisfies readonly MinutesState[];
const MARKS: Record<MinutesState, IconName> = { draft: "pencil", approved: "check", frozen: "lock" };

interface MinutesBarProps {
  minutes: Minutes;
  /** Words were typed that are not kept yet. */
  waits: boolean;
}

/** How far the minutes are from a draft to what is signed, whether all of it is kept, and what can be done with the whole. */
export function MinutesBar({ minutes, waits }: MinutesBarProps) {
  const t = useTranslations("minutes");
  const formats = useFormats();
  const say = useSay();
  const changing = useIsChanging(minutes.meeting_id);
  const press = usePressMinutes(minutes.meeting_id, t("changedElsewhere"));
  const [asking, setAsking] = useState<"freeze" | "again" | "remove" | null>(null);
  const { state } = minutes;

  const go = async (next: MinutesState) => {
    const before = state;
    const done = await press({ act: (acts, now) => acts.setState(now.version, next), holds: (now) => now.state === before });
    if (done) say(t(`state.went.${next}`));
  };
  const isKept = !waits && !changing;

  return (
    <div className="sticky top-0 z-20 -mx-4 border-b border-rule bg-page px-4 py-2 print:static print:hidden">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <ol aria-label={t("state.title")} className="flex items-center gap-1.5 text-xs">
          {STEPS.map((step, at) => (
            <li key={step} aria-current={step === state ? "step" : undefined} className="group flex items-center gap-1.5 text-ink-muted not-aria-[current]:max-wide:hidden">
              {at > 0 && <Icon name="chevron" size={13} className="-rotate-90 max-wide:hidden" />}
              <span className="inline-flex items-center gap-1 rounded-full px-2 py-0.5 group-aria-[current]:bg-accent-soft group-aria-[current]:font-semibold group-aria-[current]:text-accent-strong">
                {step === state && <Icon name={MARKS[step]} size={13} />}
                {t(`state.names.${step}`)}
              </span>
            </li>
          ))}
        </ol>
        <p role="status" className="tabular min-w-0 text-xs text-ink-muted">
          {state === "draft" && (isKept ? t("saved", { moment: formats.moment(minutes.updated_at) }) : changing ? t("saving") : t("notSavedYet"))}
        </p>
        <div className="ml-auto flex items-center gap-1.5">
          {state === "draft" && (
            <Button size="sm" look="primary" icon="check" disabled={!isKept} onClick={() => void go("approved")}>
              {t("state.approve")}
            </Button>
          )}
          {state === "approved" && (
            <>
              <Button size="sm" icon="pencil" onClick={() => void go("draft")}>
                {t("state.reopen")}
              </Button>
              <Button size="sm" look="primary" icon="lock" onClick={() => setAsking("freeze")}>
                {t("state.freeze")}
              </Button>
            </>
          )}
          <ExportMenu minutes={minutes} waits={!isKept} />
          {state === "draft" && (
            <Menu trigger={<IconButton icon="more" label={t("actions")} />}>
              <MenuItem icon="again" onSelect={() => setAsking("again")}>
                {t("again.title")}
              </MenuItem>
              <MenuRule />
              <MenuItem icon="trash" danger onSelect={() => setAsking("remove")}>
                {t("throwAway.title")}
              </MenuItem>
            </Menu>
          )}
        </div>
      </div>
      <SealLine minutes={minutes} />
      {asking === "freeze" && <FreezeDialog minutes={minutes} onFreeze={() => go("frozen")} onClose={() => setAsking(null)} />}
      {asking === "again" && <AgainDialog minutes={minutes} onClose={() => setAsking(null)} />}
      {asking === "remove" && <RemoveDialog minutes={minutes} onClose={() => setAsking(null)} />}
    </div>
  );
}
