"use client";

import type { Ref } from "react";

import { INPUT } from "./field";
import { Icon } from "./icons";
import { useTyped } from "./use-typed";

interface SearchFieldProps {
  label: string;
  /** What is sought now. */
  value: string;
  onSearch: (text: string) => void;
  placeholder?: string;
  longest?: number;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

/** Seeks while one types, a moment after the last letter. */
export function SearchField({ label, value, onSearch, placeholder = label, longest = 200, className = "", ref }: SearchFieldProps) {
  const [typed, type] = useTyped(value, onSearch);
  return (
    <div role="search" className="relative min-w-0">
      <Icon name="search" className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-muted" />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        maxLength={longest}
        onChange={(event) => type(event.target.value)}
        className={`${INPUT} w-full pl-9 ${className}`}
      />
    </div>
  );
}
