"use client";

import type { ReactNode } from "react";

import type { Person } from "@/api/types";

import { ConsentMark } from "./consent-mark";

interface ChoiceProps {
  checked: boolean;
  onChoose: () => void;
  children: ReactNode;
}

/** One of several people, or of what can be done instead. */
export function Choice({ checked, onChoose, children }: ChoiceProps) {
  return (
    <label className="flex min-h-11 items-center gap-3 rounded-md px-2 py-1.5 hover:bg-hover has-checked:bg-accent-soft">
      <input type="radio" name="person" checked={checked} onChange={onChoose} className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">{children}</span>
    </label>
  );
}

/** A person to be chosen, with what tells people of one name apart. */
export function PersonChoice({ person, ...choice }: { person: Person } & Omit<ChoiceProps, "children">) {
  return (
    <Choice {...choice}>
      <span className="block truncate font-semibold">{person.name}</span>
      <span className="flex min-w-0 gap-3 text-xs">
        {person.note && <span className="truncate text-ink-muted">{person.note}</span>}
        <ConsentMark person={person} />
      </span>
    </Choice>
  );
}
