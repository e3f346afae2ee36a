"use client";

import { useTranslations } from "next-intl";

import { Dialog } from "@/ui/dialog";

const KEYS = [
  ["space", "K"],
  ["skip", "← →"],
  ["leap", "J L"],
  ["speed", "< >"],
  ["loop", "R"],
  ["find", "F"],
  ["undo", "Ctrl+Z"],
  ["redo", "Ctrl+Shift+Z"],
  ["review", "D"],
] as const;

/** The keys of the meeting page. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("meetings.keys");
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-3">
        {KEYS.map(([action, keys]) => (
          <div key={action} className="contents">
            <dt className="flex gap-1">
              {[...(action === "space" ? [t("spaceBar")] : []), ...keys.split(" ")].map((key) => (
                <kbd key={key} className="min-w-7 rounded-sm border border-rule bg-sunken px-1.5 py-0.5 text-center font-sans text-xs font-semibold">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-ink-soft">{t(action)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
