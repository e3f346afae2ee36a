"use client";

import { useTranslations } from "next-intl";

import type { MinutesSection } from "@/api/types";
import { Dialog } from "@/ui/dialog";

import type { Spot } from "../items";

interface MoveDialogProps {
  sections: readonly MinutesSection[];
  /** The section that the item stands in. */
  from: string;
  onMove: (to: Spot) => void;
  onClose: () => void;
}

/** Chooses the section that an item is moved to: it stands last there. */
export function MoveDialog({ sections, from, onMove, onClose }: MoveDialogProps) {
  const t = useTranslations("minutes.move");
  const others = sections.filter(({ key }) => key !== from);
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <ul className="-mx-2">
        {others.map(({ key, title, items }, at) => (
          <li key={key}>
            <button
              type="button"
              data-first={at === 0 ? true : undefined}
              onClick={() => onMove({ section: key, after: items.at(-1)?.id ?? null })}
              className="min-h-10 w-full rounded-md px-2 py-2 text-left break-words transition-colors hover:bg-hover"
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
