"use client";

import { startTransition, useEffect, useRef, useState, type RefObject } from "react";

type Told = (seen: boolean, height: number) => void;

let observer: IntersectionObserver | null = null;
const listeners = new WeakMap<Element, Told>();

/** One observer for all that is watched. */
function watch(element: Element, told: Told): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target, boundingClientRect } of entries) listeners.get(target)?.(isIntersecting, boundingClientRect.height);
    },
    { rootMargin: "1500px 0px" },
  );
  listeners.set(element, told);
  observer.observe(element);
  return () => {
    observer?.unobserve(element);
    listeners.delete(element);
  };
}

/**
 * Whether an element is on the screen or near it, and how high it was when it last was; `null` before.
 *
 * What holds the focus, or words that are selected, counts as near.
 */
export function useInSight<E extends Element>(initially: boolean): { ref: RefObject<E | null>; near: boolean; height: number | null } {
  const ref = useRef<E>(null);
  const [state, setState] = useState<{ near: boolean; height: number | null }>({ near: initially, height: null });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    // In slices between frames: who scrolls or types is answered first.
    return watch(element, (seen, height) =>
      startTransition(() =>
        setState((before) => {
          const near = seen || (before.near && isInUse(element));
          if (near === before.near) return before;
          return { near, height: before.near ? height : before.height };
        }),
      ),
    );
  }, []);
  return { ref, ...state };
}

function isInUse(element: Element): boolean {
  const selection = window.getSelection();
  return element.contains(document.activeElement) || (selection !== null && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(element));
}
