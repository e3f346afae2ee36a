"use client";

import { useTranslations } from "next-intl";

import { Dialog } from "@/ui/dialog";

const EVERYWHERE = [
  ["palette", "Ctrl+K"],
  ["search", "/"],
  ["sheet", "?"],
  ["close", "escape"],
] as const;

const MEETING = [
  ["play", "space K"],
  ["skip", "← →"],
  ["leap", "J L"],
  ["speed", "< >"],
  ["loop", "R"],
  ["zoom", "+ -"],
  ["find", "F"],
  ["review", "D"],
  ["mark", "M"],
  ["undo", "Ctrl+Z"],
  ["redo", "Ctrl+Shift+Z"],
] as const;

/** Every key that does something. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("keys");
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <KeyList title={t("everywhere")} keys={EVERYWHERE} />
      <KeyList title={t("meeting")} keys={MEETING} />
    </Dialog>
  );
}

type Told = (typeof EVERYWHERE | typeof MEETING)[number];

function KeyList({ title, keys }: { title: string; keys: readonly Told[] }) {
  const t = useTranslations("keys");
  const named = (key: string) => (key === "space" || key === "escape" ? t(key) : key);
  return (
    <section className="not-first:mt-6">
      <h3 className="mb-3 text-xs font-semibold text-ink-muted">{title}</h3>
      <dl className="grid grid-cols-[8rem_1fr] items-center gap-x-6 gap-y-3">
        {keys.map(([action, pressed]) => (
          <div key={action} className="contents">
            <dt className="flex gap-1">
              {pressed.split(" ").map((key) => (
                <kbd key={key} className="min-w-7 rounded-sm border border-rule bg-sunken px-1.5 py-0.5 text-center font-sans text-xs font-semibold">
                  {named(key)}
                </kbd>
              ))}
            </dt>
            <dd className="text-ink-soft">{t(`actions.${action}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
