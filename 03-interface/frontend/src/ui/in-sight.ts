"use client";

import { startTransition, useEffect, useRef, useState, type RefObject } from "react";

type Told = (seen: boolean, height: number) => void;

const observers = new Map<number, IntersectionObserver>();
const listeners = new WeakMap<Element, Told>();

/** One observer for all that is watched from so many pixels beyond the screen. */
function watch(element: Element, margin: number, told: Told): () => void {
  let observer = observers.get(margin);
  if (!observer) {
    observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target, boundingClientRect } of entries) listeners.get(target)?.(isIntersecting, boundingClientRect.height);
      },
      { rootMargin: `${margin}px 0px` },
    );
    observers.set(margin, observer);
  }
  listeners.set(element, told);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    listeners.delete(element);
  };
}

const MARGIN_PX = 1500;

/**
 * Whether an element is on the screen or, by `margin` pixels, near it, and how high it was when it last was; `null` before.
 *
 * What holds the focus, or words that are selected, counts as near.
 */
export function useInSight<E extends Element>(initially: boolean, margin = MARGIN_PX): { ref: RefObject<E | null>; near: boolean; height: number | null } {
  const ref = useRef<E>(null);
  const [state, setState] = useState<{ near: boolean; height: number | null }>({ near: initially, height: null });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    // In slices between frames: who scrolls or types is answered first.
    return watch(element, margin, (seen, height) =>
      startTransition(() =>
        setState((before) => {
          const near = seen || (before.near && isInUse(element));
          if (near === before.near) return before;
          return { near, height: before.near ? height : before.height };
        }),
      ),
    );
  }, [margin]);
  return { ref, ...state };
}

function isInUse(element: Element): boolean {
  const selection = window.getSelection();
  return element.contains(document.activeElement) || (selection !== null && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(element));
}
