"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState, type KeyboardEvent } from "react";

import { Dialog } from "@/ui/dialog";
import { INPUT } from "@/ui/field";
import { Icon } from "@/ui/icons";

import { useEntries, type Entry } from "../hooks/use-entries";

interface PaletteDialogProps {
  onClose: () => void;
  /** The sheet of keys was chosen. */
  onKeys: () => void;
}

/** A line to type in and what it may mean: a place, something to do, a meeting, words that were said. */
export function PaletteDialog({ onClose, onKeys }: PaletteDialogProps) {
  const t = useTranslations("palette");
  const router = useRouter();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const entries = useEntries(typed);
  const current = Math.min(chosen, entries.length - 1);

  const take = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    if (entry.href === null) return onKeys();
    onClose();
    router.push(entry.href);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && entries.length > 0) setChosen((current + step + entries.length) % entries.length);
    else if (event.key === "Enter") take(entries[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t("title")} onClose={onClose} wide>
      <input
        type="text"
        role="combobox"
        aria-label={t("label")}
        aria-expanded={entries.length > 0}
        aria-controls={listId}
        aria-activedescendant={current >= 0 ? `${listId}-${current}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder={t("label")}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={press}
        className={`${INPUT} w-full`}
      />
      <ul id={listId} role="listbox" aria-label={t("title")} className="mt-3 max-h-[50dvh] overflow-y-auto">
        {entries.map((entry, number) => (
          <li
            key={entry.id}
            id={`${listId}-${number}`}
            role="option"
            aria-selected={number === current}
            ref={(line) => {
              if (number === current) line?.scrollIntoView({ block: "nearest" });
            }}
            onPointerMove={() => setChosen(number)}
            onClick={() => take(entry)}
            className="flex min-h-11 cursor-default items-center gap-3 rounded-md px-3 py-1.5 aria-selected:bg-hover"
          >
            <Icon name={entry.icon} size={17} className="shrink-0 text-ink-muted" />
            <span className="min-w-0 flex-1 truncate">{entry.label}</span>
            {entry.aside && <span className="shrink-0 text-xs text-ink-muted">{entry.aside}</span>}
          </li>
        ))}
      </ul>
      <p role="status" className="mt-3 text-xs text-ink-muted">
        {entries.length === 0 ? t("nothing") : t("keys")}
      </p>
    </Dialog>
  );
}
