"use client";

import { useTranslations } from "next-intl";
import { useId, useState, type ReactNode } from "react";

import { Button } from "./button";

interface FiltersProps {
  /** Where words are sought; it is always there. */
  field: ReactNode;
  /** How many limits are set. */
  set: number;
  /** What stands between the two. */
  between?: ReactNode;
  /** On a wide screen all of it stands in the line that it is put into. */
  inLine?: boolean;
  children: ReactNode;
}

/** A field to seek with, and what narrows further. On a phone the latter waits behind a button, open where something is set. */
export function Filters({ field, set, between, inLine = false, children }: FiltersProps) {
  const t = useTranslations("common");
  const [open, setOpen] = useState(set > 0);
  const panel = useId();
  return (
    <>
      <div className={`flex min-w-0 gap-2 ${inLine ? "flex-1 basis-full wide:basis-56" : ""}`}>
        <div className="relative min-w-0 flex-1">{field}</div>
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)} className="h-auto! wide:hidden">
          {set > 0 ? t("filtersSet", { count: set }) : t("filters")}
        </Button>
      </div>
      {between}
      <div
        id={panel}
        className={`grid basis-full grid-cols-2 items-end gap-2 ${inLine ? "wide:contents" : "wide:flex wide:flex-wrap wide:items-center"} ${open ? "" : "max-wide:hidden"}`}
      >
        {children}
      </div>
    </>
  );
}
