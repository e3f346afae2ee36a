interface ProgressProps {
  /** 0 to 1; `null` while nothing can be said. */
  share: number | null;
  label: string;
  className?: string;
}

/** A thin bar. Its figure stands beside it in words; the bar repeats it for the eye and the label for the ear. */
export function Progress({ share, label, className = "" }: ProgressProps) {
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={`h-1 overflow-hidden rounded-full bg-rule ${className}`}
    >
      <div
        className={`h-full rounded-full bg-accent transition-[width] ease-out ${percent === undefined ? "w-1/4 animate-pulse" : ""}`}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
