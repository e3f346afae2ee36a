"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import { useRecorder } from "../hooks/recorder-provider";

const BARS = 24;

/** Below it nobody speaks: the noise of a quiet room. */
const SILENCE = 0.12;

/** Seconds of silence after which somebody should look at the microphone. */
const PATIENCE = 20;

/** How loud it is: bars for the eye, two words for the ear. Without motion it is looked at twice a second instead of always. */
export function LevelMeter({ running, onQuiet }: { running: boolean; onQuiet: (quiet: boolean) => void }) {
  const t = useTranslations("recorder");
  const recorder = useRecorder();
  const bars = useRef<HTMLDivElement>(null);
  const [heard, setHeard] = useState(0);

  useEffect(() => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let shown = 0;
    let loudest = 0;
    const draw = () => {
      const level = recorder.level;
      loudest = Math.max(loudest, level);
      // Up at once, down slowly: a word is seen.
      shown = still ? level : Math.max(level, shown * 0.9);
      const lit = Math.round(shown * BARS);
      for (const [at, bar] of [...(bars.current?.children ?? [])].entries()) bar.toggleAttribute("data-lit", at < lit);
    };
    draw();
    if (!running) return;
    const drawing = setInterval(draw, still ? 500 : 60);
    let quietFor = 0;
    const telling = setInterval(() => {
      quietFor = loudest < SILENCE ? quietFor + 1 : 0;
      onQuiet(quietFor >= PATIENCE);
      setHeard(Math.round(loudest * 10) * 10);
      loudest = 0;
    }, 1_000);
    return () => {
      clearInterval(drawing);
      clearInterval(telling);
    };
  }, [recorder, running, onQuiet]);

  const now = running ? heard : 0;
  return (
    <div
      role="meter"
      aria-label={t("level")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={now}
      aria-valuetext={now < SILENCE * 100 ? t("levelSilent") : t("levelHeard")}
      className="w-full max-w-md"
    >
      <div ref={bars} aria-hidden className="flex h-6 items-stretch gap-1">
        {Array.from({ length: BARS }, (_, at) => (
          <span key={at} className="flex-1 rounded-sm bg-rule data-lit:bg-accent" />
        ))}
      </div>
    </div>
  );
}
