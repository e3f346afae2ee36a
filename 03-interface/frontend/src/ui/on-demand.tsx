"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ComponentType, type ReactNode } from "react";

import { Button } from "./button";
import { HeldKeys } from "./held-keys";
import { Later } from "./later";
import { Notice } from "./notice";
import { useSay } from "./toasts";

/** What can be closed has the keyboard while it is open. */
interface Closable {
  onClose?: () => void;
}

/** What stands in the place of something until it comes: without it, nothing does. */
interface Awaited {
  meanwhile?: ReactNode;
}

/**
 * The component, loaded when it is first shown or in passing (`Later`).
 *
 * Keys that are meant for what opens are held meanwhile and pressed again there. Where it cannot come, that is said, and the page
 * stays as it is.
 */
export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P & Awaited> {
  const code = new Later(load);
  return function OnDemand({ meanwhile = null, ...told }: P & Closable & Awaited) {
    const props = told as P & Closable; // all but that one
    const t = useTranslations("errors");
    const say = useSay();
    const [state, setState] = useState<"coming" | "here" | "away">(() => (code.here ? "here" : "coming"));
    const keys = useRef<HeldKeys | null>(null);
    const latest = useRef(props);
    useEffect(() => {
      latest.current = props;
    });

    useEffect(() => {
      if (state !== "coming") return;
      let wanted = true;
      const { onClose } = latest.current;
      const held = onClose ? new HeldKeys(() => latest.current.onClose?.()) : null;
      code.come().then(
        () => {
          if (!wanted) return;
          keys.current = held;
          setState("here");
        },
        () => {
          if (!wanted) return;
          setState("away");
          if (!onClose) return;
          say(t("notLoaded"));
          latest.current.onClose?.();
        },
      );
      return () => {
        wanted = false;
        held?.release();
      };
    }, [state, say, t]);
    useEffect(() => {
      const held = keys.current;
      keys.current = null;
      // After what is in it has taken the focus, and where React looks at what a field is told.
      if (state === "here" && held) queueMicrotask(() => held.press());
    }, [state]);

    const Part = code.here;
    if (state === "here" && Part) return <Part {...props} />;
    if (state === "coming" || props.onClose) return meanwhile;
    return (
      <Notice
        kind="loss"
        announce
        action={
          <Button size="sm" onClick={() => setState("coming")}>
            {t("tryAgain")}
          </Button>
        }
      >
        {t("notLoaded")}
      </Notice>
    );
  };
}
