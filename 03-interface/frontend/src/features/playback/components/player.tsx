"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { useFormats } from "@/language/use-formats";
import { IconButton } from "@/ui/button";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Menu, MenuChoice, MenuRule, MenuToggle } from "@/ui/menu";
import { Notice } from "@/ui/notice";

import { usePlayback, usePlaybackState } from "../hooks/playback-provider";
import { usePlaybackKeys } from "../hooks/use-playback-keys";
import { RATES } from "../playback";
import { Clock } from "./clock";
import { LoopButton } from "./loop-button";
import { Timeline, type Lane } from "./timeline";

interface PlayerProps {
  meetingId: string;
  lanes: readonly Lane[];
  doubts: readonly { start: number; end: number }[];
  /** What else the page wants in reach. */
  children?: ReactNode;
}

/** Always in reach: at the top while reading on a wide screen, under the thumb on a phone. */
export function Player({ meetingId, lanes, doubts, children }: PlayerProps) {
  const t = useTranslations("player");
  const formats = useFormats();
  const playback = usePlayback();
  const playing = usePlaybackState("playing");
  const waiting = usePlaybackState("waiting");
  const rate = usePlaybackState("rate");
  const failed = usePlaybackState("failed");
  const skipsSilence = usePlaybackState("skipsSilence");
  usePlaybackKeys(playback);

  if (failed)
    return (
      <Notice
        kind="loss"
        announce
        action={
          <Button size="sm" onClick={() => playback.reload()}>
            {t("retry")}
          </Button>
        }
      >
        {t("failed")}
      </Notice>
    );

  const speed = (value: number) => `${formats.number(value)} ×`;
  return (
    <section aria-label={t("label")} className="flex flex-wrap items-center gap-x-3 gap-y-1 wide:flex-nowrap">
      <div className="flex items-center gap-1">
        <IconButton icon="back" label={t("back")} onClick={() => playback.skip(-10)} className="order-2 wide:order-none" />
        <button
          type="button"
          aria-label={playing ? t("pause") : t("play")}
          title={playing ? t("pauseKey") : t("playKey")}
          aria-busy={waiting}
          onClick={() => playback.toggle()}
          className={`order-1 inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent transition-colors hover:bg-accent-strong wide:order-none ${
            waiting ? "animate-pulse" : ""
          }`}
        >
          <Icon name={playing ? "pause" : "play"} size={22} />
        </button>
        <IconButton icon="forward" label={t("forward")} onClick={() => playback.skip(10)} className="order-3 wide:order-none" />
      </div>
      <Clock />
      <div className="order-last min-w-0 flex-1 basis-full wide:order-none wide:basis-0">
        <Timeline meetingId={meetingId} lanes={lanes} doubts={doubts} />
      </div>
      <div className="ml-auto flex items-center wide:ml-0">
        <LoopButton />
        <Menu
          trigger={
            <button
              type="button"
              aria-label={t("speed", { rate: formats.number(rate) })}
              className="tabular h-9 min-w-14 rounded-md px-2 text-sm font-semibold text-ink-soft hover:bg-hover hover:text-ink"
            >
              {speed(rate)}
            </button>
          }
        >
          <MenuChoice
            label={t("speedLabel")}
            value={String(rate)}
            options={RATES.map((value) => ({ value: String(value), label: <span className="tabular">{speed(value)}</span> }))}
            onChange={(value) => playback.setRate(Number(value))}
          />
          <MenuRule />
          <MenuToggle checked={skipsSilence} onChange={(checked) => playback.setSkipsSilence(checked)}>
            {t("skipSilence")}
          </MenuToggle>
        </Menu>
        {children}
      </div>
    </section>
  );
}
