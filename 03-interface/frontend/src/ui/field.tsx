import { createContext, useContext, useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";

export const INPUT =
  "h-10 rounded-md border border-edge bg-surface px-3 text-sm text-ink transition-colors hover:border-ink-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-60 aria-invalid:border-loss";

/** What is wrong with the fields of a form, by their names. */
export const FieldFaults = createContext<Readonly<Record<string, string>>>({});

interface FrameProps {
  label: string;
  hint?: ReactNode;
  error?: string;
  children: (ids: { id: string; describedBy: string | undefined }) => ReactNode;
}

function Frame({ label, hint, error, children }: FrameProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold text-ink">
        {label}
      </label>
      {children({ id, describedBy: described })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-ink-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-xs text-loss">
          {error}
        </p>
      )}
    </div>
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
}

export function Field({ label, hint, className = "", ...rest }: FieldProps) {
  const error = useContext(FieldFaults)[rest.name ?? ""];
  return (
    <Frame label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <input id={id} aria-describedby={describedBy} aria-invalid={error ? true : undefined} className={`${INPUT} w-full ${className}`} {...rest} />
      )}
    </Frame>
  );
}

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  hint?: ReactNode;
}

export function Select({ label, hint, children, className = "", ...rest }: SelectProps) {
  return (
    <Frame label={label} hint={hint}>
      {({ id, describedBy }) => (
        <select id={id} aria-describedby={describedBy} className={`${INPUT} w-full ${className}`} {...rest}>
          {children}
        </select>
      )}
    </Frame>
  );
}

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string;
  hint?: ReactNode;
}

/** Text in several lines; it grows with what is written. */
export function TextArea({ label, hint, className = "", ...rest }: TextAreaProps) {
  return (
    <Frame label={label} hint={hint}>
      {({ id, describedBy }) => (
        <textarea id={id} aria-describedby={describedBy} className={`${INPUT} field-sizing-content h-auto min-h-28 w-full resize-y py-2 ${className}`} {...rest} />
      )}
    </Frame>
  );
}
