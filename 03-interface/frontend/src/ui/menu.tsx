"use client";

import type * as Primitives from "@radix-ui/react-dropdown-menu";
import {
  cloneElement,
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type SyntheticEvent,
} from "react";

import { Icon, type IconName } from "./icons";
import { Later } from "./later";

// As large as a screen of ours, and no menu is open at first.
const library = new Later<typeof Primitives>(() => import("@radix-ui/react-dropdown-menu"));

const Library = createContext<typeof Primitives | null>(null);

function useLibrary(): typeof Primitives {
  const found = useContext(Library);
  if (found === null) throw new Error("outside Menu");
  return found;
}

type Trigger = ReactElement<Record<string, unknown>>;

interface MenuProps {
  trigger: Trigger;
  children: ReactNode;
  align?: "start" | "center" | "end";
}

/** A menu under a button. Not modal: the page behind it may still be scrolled, and no style is injected into it. */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  const [Radix, setRadix] = useState(() => library.here);
  const [focused, setFocused] = useState(false);
  const [press, setPress] = useState<Press | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [dialog, setDialog] = useState<HTMLElement | null>(null);

  // The library draws the button anew: whoever was on it stays there, and what they pressed is pressed again.
  useEffect(() => {
    if (Radix === null) return;
    if (focused) button.current?.focus();
    if (press !== null) button.current?.dispatchEvent(again(press));
  }, [Radix, focused, press]);

  if (Radix === null) {
    const look = ({ currentTarget }: SyntheticEvent) =>
      void library.come().then(
        (found) => {
          setFocused(document.activeElement === currentTarget);
          setRadix(found);
        },
        () => setPress(null),
      );
    const open = (event: SyntheticEvent, how: Press) => {
      event.preventDefault(); // else the button takes the focus from the menu, which closes then
      setPress(how);
      look(event);
    };
    return cloneElement(trigger, {
      "aria-haspopup": "menu",
      "aria-expanded": false,
      "data-state": "closed",
      onPointerEnter: look,
      onFocus: look,
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0 && !event.ctrlKey) open(event, "pointer");
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === "Enter" || event.key === " " || event.key === "ArrowDown") open(event, event.key);
      },
      // A screen reader presses without pointer or key.
      onClick: (event: MouseEvent) => open(event, press ?? "pointer"),
    });
  }

  return (
    <Library value={Radix}>
      <Radix.Root modal={false} onOpenChange={() => setDialog(button.current?.closest("dialog") ?? null)}>
        <Radix.Trigger asChild ref={button}>
          {trigger}
        </Radix.Trigger>
        {/* Outside of a dialog that is open nothing can be seen or pressed. */}
        <Radix.Portal container={dialog}>
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
    </Library>
  );
}

type Press = "pointer" | "Enter" | " " | "ArrowDown";

function again(press: Press): Event {
  const told = { bubbles: true, cancelable: true };
  return press === "pointer" ? new window.PointerEvent("pointerdown", { ...told, button: 0 }) : new window.KeyboardEvent("keydown", { ...told, key: press });
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
  const Radix = useLibrary();
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
  const Radix = useLibrary();
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
  const Radix = useLibrary();
  return <Radix.Separator className="mx-1 my-1 h-px bg-rule" />;
}

interface MenuToggleProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** Something that is on or off. The menu stays, so that it is seen to change. */
export function MenuToggle({ checked, onChange, children }: MenuToggleProps) {
  const Radix = useLibrary();
  return (
    <Radix.CheckboxItem checked={checked} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()} className={ITEM}>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <Radix.ItemIndicator>
        <Icon name="check" size={16} className="text-accent" />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  );
}
