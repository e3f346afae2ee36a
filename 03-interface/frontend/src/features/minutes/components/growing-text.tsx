import type { ComponentProps } from "react";

const TEXT = "col-start-1 row-start-1 min-w-0 px-1.5 py-0.5 break-words whitespace-pre-wrap";

interface GrowingTextProps extends Omit<ComponentProps<"textarea">, "value"> {
  label: string;
  value: string;
}

/** Text that is typed where it stands: as high as its lines in every browser, and a frame only while one is on it. */
export function GrowingText({ label, value, className = "", ...rest }: GrowingTextProps) {
  return (
    <div className={`grid min-w-0 ${className}`}>
      <span aria-hidden className={`${TEXT} invisible`}>
        {`${value || rest.placeholder || ""} `}
      </span>
      <textarea
        aria-label={label}
        value={value}
        rows={1}
        className={`${TEXT} resize-none overflow-hidden rounded-md bg-transparent font-[inherit] text-inherit transition-colors hover:bg-hover focus:bg-surface focus:outline-2 focus:-outline-offset-1 focus:outline-accent print:hidden`}
        {...rest}
      />
    </div>
  );
}
