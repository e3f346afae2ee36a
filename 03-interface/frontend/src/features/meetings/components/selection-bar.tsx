"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Button, IconButton } from "@/ui/button";
import type { IconName } from "@/ui/icons";

interface SelectionBarProps {
  count: number;
  onClear: () => void;
  children: ReactNode;
}

/** What can be done with what is chosen, at the edge of the screen: the list does not move for it. */
export function SelectionBar({ count, onClear, children }: SelectionBarProps) {
  const t = useTranslations("meetings.selection");
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {count > 0 ? t("count", { count }) : ""}
      </p>
      {count > 0 && (
        <>
          {/* So that the last row can be scrolled out from under it. */}
          <div className="h-20" />
          <div
            role="toolbar"
            aria-label={t("title")}
            className="appearing fixed inset-x-2 bottom-2 z-30 mx-auto flex w-fit max-w-[calc(100vw-1rem)] items-center gap-1 rounded-lg border border-rule bg-surface py-1.5 pr-1.5 pl-4 shadow-raised wide:right-auto wide:bottom-4 wide:left-[max(2rem,calc(50%-34rem))] wide:mx-0"
          >
            <span aria-hidden className="tabular mr-2 font-semibold whitespace-nowrap">
              <span className="wide:hidden">{count}</span>
              <span className="hidden wide:inline">{t("count", { count })}</span>
            </span>
            {children}
            <IconButton icon="close" label={t("clear")} onClick={onClear} />
          </div>
        </>
      )}
    </>
  );
}

interface SelectionActionProps {
  icon: IconName;
  label: string;
  onClick: () => void;
  disabled?: boolean;
}

/** One of the bar's acts: its word stands beside the drawing where there is room. */
export function SelectionAction({ icon, label, onClick, disabled }: SelectionActionProps) {
  return (
    <Button look="quiet" icon={icon} aria-label={label} title={label} onClick={onClick} disabled={disabled} className="max-wide:px-2.5">
      <span className="hidden wide:inline">{label}</span>
    </Button>
  );
}
