"use client";

import { useTranslations } from "next-intl";

import { IconButton } from "@/ui/button";

import { useView, VIEWS } from "../hooks/use-view";

/** Rows or cards. */
export function ViewSwitch() {
  const t = useTranslations("meetings");
  const [view, change] = useView();
  return (
    <div role="group" aria-label={t("view")} className="hidden rounded-md border border-rule bg-surface wide:flex">
      {VIEWS.map((one) => (
        <IconButton
          key={one}
          icon={one}
          label={t(`views.${one}`)}
          aria-pressed={one === view}
          onClick={() => change(one)}
          className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
        />
      ))}
    </div>
  );
}
