import type { ReactNode } from "react";

import { Icon } from "./icons";

interface NoticeProps {
  kind: "doubt" | "loss" | "plain";
  /** Read aloud when it appears. */
  announce?: boolean;
  children: ReactNode;
  action?: ReactNode;
}

const LOOKS = {
  doubt: "bg-doubt-soft text-ink",
  loss: "bg-loss-soft text-ink",
  plain: "bg-sunken text-ink-soft",
} as const;

const MARKS = { doubt: "text-doubt", loss: "text-loss", plain: "text-ink-muted" } as const;

/** A sentence that stays: what happened, what was kept, what to do. */
export function Notice({ kind, announce = false, children, action }: NoticeProps) {
  return (
    <div role={announce ? "alert" : undefined} className={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-4 py-3 ${LOOKS[kind]}`}>
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
        {kind !== "plain" && <Icon name="warning" className={`mt-0.5 shrink-0 ${MARKS[kind]}`} />}
        <div className="min-w-0 break-words">{children}</div>
      </div>
      {action}
    </div>
  );
}
