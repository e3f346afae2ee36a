import { INPUT } from "./field";

interface DayFieldProps {
  label: string;
  value: string;
  onChange: (day: string) => void;
}

/** A day that limits what is looked at; its name stands beside it, on a phone above. */
export function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <label className="flex min-w-0 items-center gap-2 text-xs text-ink-muted max-wide:flex-col max-wide:items-stretch max-wide:gap-1">
      {label}
      <input type="date" min="1901-01-01" max="2199-12-31" value={value} onChange={(event) => onChange(event.target.value)} className={`${INPUT} tabular min-w-0`} />
    </label>
  );
}
