"use client";

import { useTranslations } from "next-intl";
import { useId, useLayoutEffect, useRef, useState, type ReactNode } from "react";

import { IconButton } from "./button";
import { keepFocus } from "./keep-focus";
import { useSayHere } from "./toasts";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** `sheet` rises from the bottom of a phone's screen. */
  shape?: "box" | "sheet";
  wide?: boolean;
  /** What it shows is shown once: a press beside it does not close it. */
  stays?: boolean;
}

/**
 * The browser's own modal dialog: it keeps the focus inside and closes on Escape. Whoever opened it has the focus afterwards.
 *
 * It is shown for as long as it is mounted.
 */
export function Dialog({ title, onClose, children, shape = "box", wide = false, stays = false }: DialogProps) {
  const t = useTranslations("common");
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  const [opener] = useState(openerNow);

  // Before it is taken out of the page: from then on the browser gives no focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // The browser would begin at the close button; people begin at what is asked.
    dialog?.querySelector<HTMLElement>("[data-first], input:not([hidden]), textarea, select")?.focus();
    const release = dialog && keepFocus(dialog);
    return () => {
      release?.();
      dialog?.close();
      if (document.activeElement === document.body || dialog?.contains(document.activeElement)) opener?.focus({ preventScroll: true });
    };
  }, [opener]);
  useSayHere(ref);

  const place =
    shape === "sheet"
      ? "mt-auto mb-0 max-h-[80dvh] w-full max-w-none rounded-t-xl"
      : `m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] rounded-lg ${wide ? "max-w-2xl" : "max-w-md"}`;

  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current && !stays) onClose();
      }}
      className={`appearing overflow-hidden bg-surface p-0 text-ink shadow-raised ${place}`}
    >
      <div className="flex max-h-[inherit] flex-col">
        <header className="flex items-center justify-between gap-4 border-b border-rule py-2 pr-2 pl-5">
          <h2 id={titleId} className="min-w-0 truncate text-base font-semibold">
            {title}
          </h2>
          <IconButton icon="close" label={t("close")} onClick={onClose} />
        </header>
        <div className="overflow-y-auto overscroll-contain p-5">{children}</div>
      </div>
    </dialog>
  );
}

/** What has the focus now; where that is a menu's item, the button that the menu belongs to: the item goes with the menu. */
function openerNow(): HTMLElement | null {
  if (typeof document === "undefined") return null;
  const menu = document.activeElement?.closest("[role=menu]");
  const found = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : document.activeElement;
  return found instanceof HTMLElement ? found : null;
}
