"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent } from "react";

import { usePeaks } from "@/features/transcripts/hooks/use-transcript";
import { clock } from "@/language/formats";

import { usePlayback, usePlaybackState } from "../hooks/playback-provider";
import { lanePath, waveformPath } from "../waveform";

export interface Lane {
  id: string;
  colour: number;
  spans: readonly { start: number; end: number }[];
}

interface TimelineProps {
  meetingId: string;
  lanes: readonly Lane[];
  doubts: readonly { start: number; end: number }[];
}

const BARS = 280;
const WIDTH = 1000;
const WAVE_HEIGHT = 40;
const LANE_HEIGHT = 3;
const LANE_GAP = 1.5;
/** Voices beyond this share a line: more would be taller than the waveform. */
const LINES = 6;

const MOVES: Record<string, (time: number, duration: number) => number> = {
  ArrowLeft: (time) => time - 3,
  ArrowRight: (time) => time + 3,
  ArrowDown: (time) => time - 3,
  ArrowUp: (time) => time + 3,
  PageDown: (time) => time - 60,
  PageUp: (time) => time + 60,
  Home: () => 0,
  End: (_, duration) => duration,
};

/** The whole recording at a glance, and the way to any place in it: loudness, who speaks when under it, doubts as ticks. */
export function Timeline({ meetingId, lanes, doubts }: TimelineProps) {
  const t = useTranslations("player");
  const playback = usePlayback();
  const duration = usePlaybackState("duration");
  const loop = usePlaybackState("loop");
  const { data } = usePeaks(meetingId);
  const slider = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const played = useRef<HTMLDivElement>(null);

  const wave = useMemo(() => (data ? waveformPath(data.peaks, BARS, WAVE_HEIGHT) : ""), [data]);
  const lines = Math.max(1, Math.min(LINES, lanes.length));
  const laneBox = lines * (LANE_HEIGHT + LANE_GAP);
  const paths = useMemo(
    () =>
      lanes.map(({ id, colour, spans }, at) => ({
        id,
        colour,
        path: lanePath(spans, duration, WIDTH, (at % LINES) * (LANE_HEIGHT + LANE_GAP), LANE_HEIGHT),
      })),
    [lanes, duration],
  );
  const ticks = useMemo(() => lanePath(doubts, duration, WIDTH, 0, 3), [doubts, duration]);

  useEffect(() => {
    let drawn = -1;
    return playback.onTime((time) => {
        const share = duration > 0 ? Math.min(1, time / duration) : 0;
        // By whole pixels: in a long recording one is many seconds, and each drawing costs a repaint of the waveform.
        const width = slider.current?.clientWidth || WIDTH;
        const pixel = Math.round(share * width);
        if (pixel !== drawn) {
          drawn = pixel;
          if (head.current) head.current.style.left = `${(pixel / width) * 100}%`;
          if (played.current) played.current.style.clipPath = `inset(0 ${100 - (pixel / width) * 100}% 0 0)`;
        }
        const whole = Math.floor(time);
        if (slider.current && slider.current.getAttribute("aria-valuenow") !== String(whole)) {
          slider.current.setAttribute("aria-valuenow", String(whole));
          slider.current.setAttribute("aria-valuetext", clock(time));
        }
    });
  }, [playback, duration]);

  const seek = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    playback.seek(((clientX - left) / width) * duration);
  };
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    playback.seek(move(playback.time, duration));
  };

  const waveform = (className: string) => (
    <svg viewBox={`0 0 ${BARS} ${WAVE_HEIGHT}`} preserveAspectRatio="none" className={`block h-full w-full ${className}`}>
      <path d={wave} stroke="currentColor" strokeWidth="0.55" fill="none" />
    </svg>
  );
  return (
    <div
      ref={slider}
      role="slider"
      tabIndex={0}
      aria-label={t("position")}
      aria-valuemin={0}
      aria-valuemax={Math.floor(duration)}
      aria-valuenow={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seek(event)}
      onKeyDown={press}
      className="relative cursor-pointer touch-none rounded-sm py-1 select-none"
    >
      <div className="relative h-9 wide:h-10">
        {loop && duration > 0 && (
          <div
            aria-hidden
            className="absolute -inset-y-1 rounded-sm border-x border-accent bg-accent-soft"
            style={{ left: `${(loop.start / duration) * 100}%`, width: `${(((loop.end ?? loop.start) - loop.start) / duration) * 100}%` }}
          />
        )}
        <div className="absolute inset-0">{waveform("text-edge")}</div>
        <div ref={played} className="absolute inset-0">
          {waveform("text-accent")}
        </div>
        {ticks && (
          <svg aria-hidden viewBox={`0 0 ${WIDTH} 3`} preserveAspectRatio="none" className="absolute inset-x-0 -top-0.5 h-[3px] w-full text-doubt">
            <path d={ticks} fill="currentColor" />
          </svg>
        )}
      </div>
      <svg
        aria-hidden
        viewBox={`0 0 ${WIDTH} ${laneBox}`}
        preserveAspectRatio="none"
        className="mt-1 block w-full"
        style={{ height: `${laneBox}px` }}
      >
        {paths.map(({ id, colour, path }) => (
          <path key={id} data-voice={colour} className="voice-lane" d={path} />
        ))}
      </svg>
      <div ref={head} aria-hidden className="pointer-events-none absolute inset-y-0 -ml-px w-0.5 rounded-full bg-ink" />
    </div>
  );
}
