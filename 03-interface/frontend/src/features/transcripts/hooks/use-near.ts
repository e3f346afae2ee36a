"use client";

import { useEffect, useRef, useState, type RefObject } from "react";

type Arrival = () => void;

let observer: IntersectionObserver | null = null;
const arrivals = new WeakMap<Element, Arrival>();

/** One observer for all: thousands of utterances wait for their turn. */
function watch(element: Element, arrive: Arrival): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer?.unobserve(target);
        arrivals.get(target)?.();
      }
    },
    { rootMargin: "800px 0px" },
  );
  arrivals.set(element, arrive);
  observer.observe(element);
  return () => {
    observer?.unobserve(element);
    arrivals.delete(element);
  };
}

/** Whether the element has come near the screen; once near it stays so. */
export function useNear<E extends Element>(): [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near || !ref.current) return;
    return watch(ref.current, () => setNear(true));
  }, [near]);
  return [ref, near];
}
