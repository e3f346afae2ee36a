"use client";

import { useEffect, useState } from "react";

import { isTaken } from "@/features/playback/hooks/use-playback-keys";
import { onDemand } from "@/ui/on-demand";

const PaletteDialog = onDemand(async () => (await import("./palette-dialog")).PaletteDialog);
const KeysDialog = onDemand(async () => (await import("./keys-dialog")).KeysDialog);

/** Ctrl+K goes anywhere by its name, ? tells the keys. */
export function Palette() {
  const [shown, setShown] = useState<"places" | "keys" | null>(null);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const goes = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (goes && document.querySelector("dialog[open]") === null) {
        event.preventDefault();
        setShown("places");
      } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !isTaken(event.target, "?")) {
        event.preventDefault();
        setShown("keys");
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  const close = () => setShown(null);
  if (shown === "places") return <PaletteDialog onClose={close} onKeys={() => setShown("keys")} />;
  if (shown === "keys") return <KeysDialog onClose={close} />;
  return null;
}
