"use client";

import { useEffect, useRef, useState, type Ref } from "react";

import { INPUT } from "./field";
import { Icon } from "./icons";

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

const PAUSE_MS = 250;

/** Seeks while one types, a moment after the last letter. */
export function SearchField({ label, value, onSearch, placeholder = label, longest = 200, className = "", ref }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // It changed by other means (back, "show all"): the field says so.
  if (seen !== value) {
    setSeen(value);
    if (typed.trim() !== value) setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(text.trim()), PAUSE_MS);
  };

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
        onChange={(event) => search(event.target.value)}
        className={`${INPUT} w-full pl-9 ${className}`}
      />
    </div>
  );
}
