"use client";

import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";

/** So many have room beside each other, in French too. */
const IN_A_LINE = 5;

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { value: T; label: string; count?: number }[];
  current: T;
  onChange: (value: T) => void;
  children: ReactNode;
}

/** Tabs that arrows move between, as readers of the page's structure expect them. */
export function Tabs<T extends string>({ label, tabs, current, onChange, children }: TabsProps<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const at = tabs.findIndex(({ value }) => value === current);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <div className="flex min-h-0 flex-col">
      <div className="border-b border-rule">
        {/* Five of them stand in one line beside a text and on a phone, six in two even ones; wider they stay together. */}
        <div
          ref={list}
          role="tablist"
          aria-label={label}
          className={`max-w-88 ${tabs.length > IN_A_LINE ? "grid grid-cols-3 justify-items-start gap-x-3" : "flex flex-wrap justify-between gap-x-1"}`}
          onKeyDown={move}
        >
          {tabs.map((tab) => (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              data-tab={tab.value}
              aria-selected={tab.value === current}
              aria-controls={`${id}-panel`}
              tabIndex={tab.value === current ? 0 : -1}
              onClick={() => onChange(tab.value)}
              className={`-mb-px border-b-2 py-2 text-xs font-semibold whitespace-nowrap transition-colors ${
                tab.value === current ? "border-accent text-ink" : "border-transparent text-ink-muted hover:text-ink"
              }`}
            >
              {tab.label}
              {tab.count !== undefined && tab.count > 0 && <span className="tabular ml-1 font-normal text-ink-muted">{tab.count}</span>}
            </button>
          ))}
        </div>
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`} className="pt-4">
        {children}
      </div>
    </div>
  );
}
