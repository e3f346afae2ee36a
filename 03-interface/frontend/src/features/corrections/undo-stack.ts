export interface UndoState {
  canUndo: boolean;
  canRedo: boolean;
}

/** What the reader put right while the page is open, in order: each step the ids of the corrections it made. */
export class UndoStack {
  #done: string[][] = [];
  #undone: string[][] = [];
  #state: UndoState = { canUndo: false, canRedo: false };
  readonly #listeners = new Set<() => void>();

  get state(): UndoState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A step was made: what had been undone before cannot be made again. */
  made(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#done.push([...ids]);
    this.#undone = [];
    this.#tell();
  }

  /** The step that undoing takes back; `null` where there is none. */
  last(): readonly string[] | null {
    return this.#done.at(-1) ?? null;
  }

  /** The step that redoing makes again. */
  next(): readonly string[] | null {
    return this.#undone.at(-1) ?? null;
  }

  /** Corrections were taken back, as a step or one by one in the history. */
  tookBack(ids: readonly string[]): void {
    const step = this.last();
    if (step && same(step, ids)) this.#undone.push(...this.#done.splice(-1));
    else this.#done = without(this.#done, ids);
    this.#tell();
  }

  /** Corrections were made again. */
  madeAgain(ids: readonly string[]): void {
    const step = this.next();
    if (step && same(step, ids)) this.#done.push(...this.#undone.splice(-1));
    else {
      this.#undone = without(this.#undone, ids);
      this.#done.push([...ids]);
    }
    this.#tell();
  }

  /** The server knows nothing of these any more: whoever else reads here was quicker. */
  lost(ids: readonly string[]): void {
    this.#done = without(this.#done, ids);
    this.#undone = without(this.#undone, ids);
    this.#tell();
  }

  #tell(): void {
    this.#state = { canUndo: this.#done.length > 0, canRedo: this.#undone.length > 0 };
    for (const listener of this.#listeners) listener();
  }
}

function same(step: readonly string[], ids: readonly string[]): boolean {
  return step.length === ids.length && step.every((id, at) => id === ids[at]);
}

function without(steps: readonly string[][], ids: readonly string[]): string[][] {
  const gone = new Set(ids);
  return steps.map((step) => step.filter((id) => !gone.has(id))).filter((step) => step.length > 0);
}
