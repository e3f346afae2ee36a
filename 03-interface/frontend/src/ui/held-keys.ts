/** Keys other than letters that mean something in a line one types in. */
const NAMED = new Set(["Enter", "ArrowUp", "ArrowDown"]);

/** Keys pressed for something that is about to open: held back from the page behind it, and pressed again once it is there. */
export class HeldKeys {
  readonly #held: string[] = [];

  constructor(
    /** Escape: it need not open any more. */
    private readonly leave: () => void,
  ) {
    window.addEventListener("keydown", this.#hold, { capture: true });
  }

  /** Holds no more. */
  release(): void {
    window.removeEventListener("keydown", this.#hold, { capture: true });
  }

  /** Presses them where the focus is. */
  press(): void {
    const field = document.activeElement;
    for (const key of this.#held.splice(0)) {
      if (key.length === 1 && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) type(field, key);
      else field?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  }

  readonly #hold = (event: KeyboardEvent): void => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(key.length === 1 || key === "Escape" || NAMED.has(key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return; // of the key that opens it
    if (key === "Escape") this.leave();
    else this.#held.push(key);
  };
}

/** As a person does: a field's own value changes, and it says so. */
function type(field: HTMLInputElement | HTMLTextAreaElement, letter: string): void {
  if (field.selectionStart === null) return; // a date or a number has no place to type at
  field.setRangeText(letter, field.selectionStart, field.selectionEnd ?? field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
