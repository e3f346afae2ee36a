const CONTROLS = "button:enabled, a[href], input:enabled:not([hidden]), select:enabled, textarea:enabled, summary, [tabindex='0']";

/** An element on the way from what has the focus to what holds it all, and the place that the next one down has in it. */
interface Step {
  element: Element;
  place: number;
}

/**
 * For `ref`: whoever works by keyboard in it goes on where they were when what they were on goes away, at what stands in its place
 * now, else near. The browser would begin again at the top of the page.
 */
export function keepFocus(whole: HTMLElement | null): () => void {
  if (whole === null) return () => undefined;
  let way: Step[] = [];
  const remember = ({ target }: FocusEvent) => {
    if (target instanceof Element) way = wayTo(target, whole);
  };
  const forget = ({ target }: Event) => {
    if (target instanceof Node && !whole.contains(target)) way = [];
  };
  const look = () => {
    const [last] = way;
    if (last === undefined || last.element.isConnected || document.activeElement !== document.body) return;
    nearest(way).focus({ preventScroll: true });
  };
  const seen = new MutationObserver(look);
  seen.observe(whole, { childList: true, subtree: true });
  whole.addEventListener("focusin", remember);
  document.addEventListener("pointerdown", forget);
  return () => {
    seen.disconnect();
    whole.removeEventListener("focusin", remember);
    document.removeEventListener("pointerdown", forget);
  };
}

function wayTo(from: Element, whole: Element): Step[] {
  const way: Step[] = [{ element: from, place: 0 }];
  for (let child = from; child !== whole && child.parentElement !== null; child = child.parentElement) {
    way.push({ element: child.parentElement, place: [...child.parentElement.children].indexOf(child) });
  }
  return way;
}

/** What can be focused where the way still stands: at the same place, else after it, else before it, else farther out. */
function nearest(way: readonly Step[]): HTMLElement {
  for (const { element, place } of way) {
    if (!element.isConnected) continue;
    const children = [...element.children];
    for (const child of [...children.slice(place), ...children.slice(0, place).reverse()]) {
      const found = child.matches(CONTROLS) ? child : child.querySelector(CONTROLS);
      if (found instanceof HTMLElement) return found;
    }
  }
  const whole = way.at(-1)?.element;
  if (!(whole instanceof HTMLElement)) return document.body;
  whole.tabIndex = -1;
  return whole;
}
