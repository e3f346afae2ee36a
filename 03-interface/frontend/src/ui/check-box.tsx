import type { MouseEvent } from "react";

interface CheckBoxProps {
  label: string;
  checked: boolean;
  /** Some of what it stands for, and not all. */
  mixed?: boolean;
  onPress: (event: MouseEvent<HTMLInputElement>) => void;
  className?: string;
}

/** A box to choose a row with. What is pointed at is larger than what is seen; the event tells whether Shift was held. */
export function CheckBox({ label, checked, mixed = false, onPress, className = "" }: CheckBoxProps) {
  return (
    <label className={`inline-flex size-9 shrink-0 cursor-pointer items-center justify-center select-none ${className}`}>
      <input
        ref={(box) => {
          if (box) box.indeterminate = mixed && !checked;
        }}
        type="checkbox"
        aria-label={label}
        checked={checked}
        onChange={() => undefined}
        onClick={onPress}
        className="size-4.5 cursor-pointer"
      />
    </label>
  );
}
