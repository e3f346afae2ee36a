"use client";

import { useTranslations } from "next-intl";

import { Dialog } from "@/ui/dialog";

import { KEYS, written, type KeyGroup, type Shortcut } from "../keys";

/** Every key that does something. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("keys");
  return (
    <Dialog title={t("title")} onClose={onClose} wide>
      {/* On a small screen it scrolls: the focus has to come where the keys are. */}
      <section aria-label={t("title")} tabIndex={0} className="flex flex-col gap-x-10 gap-y-6 wide:grid wide:grid-cols-2">
        <KeyList group="meeting" />
        <div className="flex flex-col gap-6">
          <KeyList group="editing" />
          <KeyList group="everywhere" />
        </div>
      </section>
    </Dialog>
  );
}

function KeyList({ group }: { group: KeyGroup }) {
  const t = useTranslations("keys");
  const shortcuts: readonly Shortcut[] = KEYS[group];
  return (
    <section>
      <h3 className="mb-3 text-xs font-semibold text-ink-muted">{t(group)}</h3>
      <dl className="grid grid-cols-[7rem_1fr] items-center gap-x-4 gap-y-3">
        {shortcuts.map(([action, pressed]) => (
          <div key={action} className="contents">
            <dt className="flex gap-1">
              {written(pressed, (name) => t(name)).map((key) => (
                <kbd key={key} className="min-w-7 rounded-sm border border-rule bg-sunken px-1.5 py-0.5 text-center font-sans text-xs font-semibold">
                  {key}
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
