"use client";

import { useTranslations } from "next-intl";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import { createPortal } from "react-dom";

import { IconButton } from "./button";

interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

type Say = (text: string, action?: Toast["action"]) => void;

const SayContext = createContext<Say>(() => undefined);

/** Says a short sentence at the edge of the screen for ten seconds, with an optional way back. */
export function useSay(): Say {
  return useContext(SayContext);
}

/** Has what is said stand in a dialog while that is open: nothing outside of it can be seen or pressed. */
export function useSayHere(dialog: RefObject<HTMLDialogElement | null>): void {
  const enter = useContext(EnterContext);
  useEffect(() => (dialog.current ? enter(dialog.current) : undefined), [dialog, enter]);
}

type Enter = (dialog: HTMLDialogElement) => () => void;

const EnterContext = createContext<Enter>(() => () => undefined);

const SHOWN_MS = 10_000;

export function Toasts({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  const [toasts, setToasts] = useState<Toast[]>([]);
  const next = useRef(1);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const say = useCallback<Say>(
    (text, action) => {
      const id = next.current++;
      setToasts((all) => [...all.slice(-2), { id, text, action }]);
      setTimeout(() => drop(id), SHOWN_MS);
    },
    [drop],
  );
  const list = useMemo(
    () =>
      toasts.map(({ id, text, action }) => (
        <div key={id} className="appearing flex items-center gap-2 rounded-lg border border-rule bg-surface py-1.5 pr-1.5 pl-4 shadow-raised">
          <span className="min-w-0 flex-1 py-1.5 break-words">{text}</span>
          {action && (
            <button
              type="button"
              className="rounded-md px-2.5 py-1.5 font-semibold text-accent hover:bg-hover"
              onClick={() => {
                drop(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton icon="close" label={t("close")} onClick={() => drop(id)} />
        </div>
      )),
    [toasts, drop, t],
  );
  const [dialogs, setDialogs] = useState<readonly HTMLDialogElement[]>([]);
  const enter = useCallback<Enter>((dialog) => {
    setDialogs((all) => [...all, dialog]);
    return () => setDialogs((all) => all.filter((one) => one !== dialog));
  }, []);
  const innermost = dialogs.at(-1);
  const said = (
    <div role="status" className="fixed right-4 bottom-24 z-50 flex print:hidden w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 wide:bottom-4">
      {list}
    </div>
  );
  return (
    <SayContext value={say}>
      <EnterContext value={enter}>{children}</EnterContext>
      {innermost ? createPortal(said, innermost) : said}
    </SayContext>
  );
}
