"use client";

import * as Radix from "@radix-ui/react-dropdown-menu";
import type { ReactNode } from "react";

import { Icon, type IconName } from "./icons";

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
}

/** A menu under a button. Not modal: the page behind it may still be scrolled, and no style is injected into it. */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="appearing z-50 max-h-[min(28rem,var(--radix-dropdown-menu-content-available-height))] max-w-80 min-w-52 overflow-y-auto rounded-lg border border-rule bg-surface p-1 text-sm text-ink shadow-raised"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  "flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1.5 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover";

interface MenuItemProps {
  children: ReactNode;
  onSelect?: () => void;
  icon?: IconName;
  danger?: boolean;
  disabled?: boolean;
  /** The item is this link. */
  asChild?: boolean;
}

export function MenuItem({ children, onSelect, icon, danger = false, disabled = false, asChild = false }: MenuItemProps) {
  return (
    <Radix.Item asChild={asChild} disabled={disabled} onSelect={onSelect} className={`${ITEM} ${danger ? "text-loss" : ""}`}>
      {asChild ? (
        children
      ) : (
        <>
          {icon && <Icon name={icon} size={17} className={`shrink-0 ${danger ? "" : "text-ink-muted"}`} />}
          <span className="min-w-0 flex-1 truncate">{children}</span>
        </>
      )}
    </Radix.Item>
  );
}

interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}

/** One of several: a language, a theme, a speaker. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <>
      <Radix.Label className="px-2.5 pt-2 pb-1 text-xs font-semibold text-ink-muted">{label}</Radix.Label>
      <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)} aria-label={label}>
        {options.map((option) => (
          <Radix.RadioItem key={option.value} value={option.value} className={ITEM}>
            <span className="flex min-w-0 flex-1 items-center gap-2.5 truncate">{option.label}</span>
            <Radix.ItemIndicator>
              <Icon name="check" size={16} className="text-accent" />
            </Radix.ItemIndicator>
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </>
  );
}

export function MenuRule() {
  return <Radix.Separator className="mx-1 my-1 h-px bg-rule" />;
}

interface MenuToggleProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** Something that is on or off. The menu stays, so that it is seen to change. */
export function MenuToggle({ checked, onChange, children }: MenuToggleProps) {
  return (
    <Radix.CheckboxItem checked={checked} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()} className={ITEM}>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <Radix.ItemIndicator>
        <Icon name="check" size={16} className="text-accent" />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  );
}
