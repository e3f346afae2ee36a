/** What each key does, and which key it is: `space`, `escape` and `enter` are said in the reader's language. */
export const KEYS = {
  everywhere: [
    ["palette", "Ctrl+K"],
    ["search", "/"],
    ["sheet", "?"],
    ["close", "escape"],
  ],
  meeting: [
    ["play", "space K"],
    ["skip", "← →"],
    ["leap", "J L"],
    ["speed", "< >"],
    ["loop", "R"],
    ["zoom", "+ -"],
    ["find", "F"],
    ["review", "D"],
    ["mark", "M"],
    ["undo", "Ctrl+Z"],
    ["redo", "Ctrl+Shift+Z"],
  ],
  editing: [
    ["save", "enter"],
    ["leave", "escape"],
    ["cut", "Ctrl+enter"],
    ["moveBefore", "Alt+↑"],
    ["moveAfter", "Alt+↓"],
  ],
} as const;

export type KeyGroup = keyof typeof KEYS;
/** An action and the keys that do it. */
export type Shortcut = (typeof KEYS)[KeyGroup][number];
type Named = "space" | "escape" | "enter";

const NAMED: ReadonlySet<string> = new Set<Named>(["space", "escape", "enter"]);

/** The keys of one action as they are written on them, each by itself. */
export function written(pressed: string, name: (key: Named) => string): string[] {
  const one = (key: string) => (NAMED.has(key) ? name(key as Named) : key);
  return pressed.split(" ").map((chord) => (chord.length > 1 ? chord.split("+").map(one).join("+") : chord));
}
