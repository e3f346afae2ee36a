"use client";

import { useTranslations } from "next-intl";
import { useId, useState, type KeyboardEvent } from "react";

import { INPUT } from "@/ui/field";
import { Icon } from "@/ui/icons";

import { offered, sameTag } from "../tagging";
import { TagChip } from "./tag-chip";

interface TagPickerProps {
  label: string;
  chosen: readonly string[];
  known: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Characters of a tag, and how many are offered at once. */
const LONGEST = 60;
const SHOWN = 8;

/**
 * Tags as chips behind a field in which they are typed (a combobox, as the ARIA authoring practices describe it).
 *
 * What exists is offered while one types; Enter takes the marked one or makes a new one, Backspace in the empty field takes the last away.
 */
export function TagPicker({ label, chosen, known, onChange }: TagPickerProps) {
  const t = useTranslations("tags");
  const id = useId();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);

  const name = typed.replace(/\s+/g, " ").trim();
  const found = offered(known, chosen, name).slice(0, SHOWN);
  const isNew = name !== "" && ![...known, ...chosen].some((one) => sameTag(one, name));
  const options = [...found, ...(isNew ? [name] : [])];
  const shown = open && options.length > 0;
  // What is typed marks its first match; an empty field marks nothing, so that Enter is the form’s.
  const at = Math.min(Math.max(marked, name === "" ? -1 : 0), options.length - 1);

  const take = (tag: string) => {
    if (!chosen.some((one) => sameTag(one, tag))) onChange([...chosen, tag]);
    setTyped("");
    setMarked(-1);
    setOpen(false);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!shown) setOpen(true);
      else setMarked(at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      const option = shown ? options[at] : undefined;
      if (name === "" && option === undefined) return;
      event.preventDefault();
      if (option !== undefined) take(option);
    } else if (event.key === "Escape" && shown) {
      // The list closes, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "Backspace" && typed === "" && chosen.length > 0) {
      onChange(chosen.slice(0, -1));
    }
  };

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold text-ink">
        {label}
      </label>
      {chosen.length > 0 && (
        <ul aria-label={t("chosen")} className="flex flex-wrap gap-1.5">
          {chosen.map((tag) => (
            <li key={tag} className="max-w-full">
              <TagChip name={tag} onRemove={() => onChange(chosen.filter((one) => one !== tag))} />
            </li>
          ))}
        </ul>
      )}
      <div className="relative">
        <input
          id={id}
          role="combobox"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          maxLength={LONGEST}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setMarked(-1);
            setOpen(true);
          }}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={press}
          className={`${INPUT} w-full`}
        />
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          hidden={!shown}
          className="absolute inset-x-0 top-full z-10 mt-1 max-h-48 overflow-y-auto rounded-lg border border-rule bg-surface p-1 shadow-raised"
        >
          {options.map((option, number) => (
            <li
              key={option}
              id={`${id}-${number}`}
              role="option"
              aria-selected={number === at}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setMarked(number)}
              onClick={() => take(option)}
              className="flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1.5 aria-selected:bg-hover"
            >
              <Icon name={isNew && number === found.length ? "plus" : "tag"} size={16} className="shrink-0 text-ink-muted" />
              <span className="min-w-0 truncate">{isNew && number === found.length ? t("make", { name: option }) : option}</span>
            </li>
          ))}
        </ul>
      </div>
      <p id={`${id}-hint`} className="text-xs text-ink-muted">
        {t("hint")}
      </p>
    </div>
  );
}
