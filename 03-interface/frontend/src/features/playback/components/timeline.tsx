"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import { usePeaks } from "@/features/transcripts/hooks/use-transcript";
import { clock } from "@/language/formats";
import { IconButton } from "@/ui/button";

import { usePlayback, usePlaybackState } from "../hooks/playback-provider";
import { following, isNearest, isWhole, panned, seen, sliced, WHOLE, within, zoomed } from "../view";
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

/** How much nearer a step comes. */
const STEP = 2;
const ZOOMS: Record<string, number> = { "+": STEP, "=": STEP, "-": 1 / STEP };

/** The recording at a glance, or a stretch of it from near, and the way to any place in it: loudness, who speaks when under it, doubts as ticks. */
export function Timeline({ meetingId, lanes, doubts }: TimelineProps) {
  const t = useTranslations("player");
  const playback = usePlayback();
  const duration = usePlaybackState("duration");
  const loop = usePlaybackState("loop");
  const { data } = usePeaks(meetingId);
  const slider = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const played = useRef<HTMLDivElement>(null);

  const [wanted, setWanted] = useState(WHOLE);
  const view = useMemo(() => within(wanted, duration), [wanted, duration]);
  const length = view.end - view.start;
  const zoom = (factor: number, about = playback.time) => setWanted((now) => zoomed(now, duration, factor, about));

  // Of a long recording only what is in view is drawn: however near, it costs the same.
  const wave = useMemo(() => (data ? waveformPath(sliced(data.peaks, view, duration), BARS, WAVE_HEIGHT) : ""), [data, view, duration]);
  const lines = Math.max(1, Math.min(LINES, lanes.length));
  const laneBox = lines * (LANE_HEIGHT + LANE_GAP);
  const paths = useMemo(
    () =>
      lanes.map(({ id, colour, spans }, at) => ({
        id,
        colour,
        path: lanePath(seen(spans, view), length, WIDTH, (at % LINES) * (LANE_HEIGHT + LANE_GAP), LANE_HEIGHT),
      })),
    [lanes, view, length],
  );
  const ticks = useMemo(() => lanePath(seen(doubts, view), length, WIDTH, 0, 3), [doubts, view, length]);

  useEffect(() => {
    let drawn = -1;
    let last = playback.time;
    return playback.onTime((time) => {
        // The view goes with the playhead, not with a reader who looks elsewhere meanwhile.
        if (time !== last) setWanted((now) => (last >= view.start && last <= view.end ? following(now, duration, time) : now));
        last = time;
        const share = length > 0 ? Math.min(1, Math.max(0, (time - view.start) / length)) : 0;
        // By whole pixels: in a long recording one is many seconds, and each drawing costs a repaint of the waveform.
        const width = slider.current?.clientWidth || WIDTH;
        const pixel = Math.round(share * width);
        if (pixel !== drawn) {
          drawn = pixel;
          if (head.current) head.current.style.left = `${(pixel / width) * 100}%`;
          if (head.current) head.current.hidden = time < view.start || time > view.end;
          if (played.current) played.current.style.clipPath = `inset(0 ${100 - (pixel / width) * 100}% 0 0)`;
        }
        const whole = Math.floor(time);
        if (slider.current && slider.current.getAttribute("aria-valuenow") !== String(whole)) {
          slider.current.setAttribute("aria-valuenow", String(whole));
          slider.current.setAttribute("aria-valuetext", clock(time));
        }
    });
  }, [playback, duration, view, length]);

  useEffect(() => {
    const element = slider.current;
    // Not passive: else the browser itself would zoom the page, or go back a page.
    const wheel = (event: WheelEvent) => {
      const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const about = view.start + ((event.clientX - left) / width) * length;
        setWanted((now) => zoomed(now, duration, event.deltaY < 0 ? STEP : 1 / STEP, about));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        setWanted((now) => panned(now, duration, (event.deltaX || event.deltaY) / width));
      }
    };
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  }, [duration, view, length]);

  const seek = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    playback.seek(view.start + Math.min(1, Math.max(0, (clientX - left) / width)) * length);
  };
  const press = (event: KeyboardEvent) => {
    const nearer = event.ctrlKey || event.metaKey ? undefined : ZOOMS[event.key];
    if (nearer !== undefined) {
      event.preventDefault();
      zoom(nearer);
    }
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
  const whole = isWhole(view, duration);
  const place = (time: number) => Math.min(100, Math.max(0, ((time - view.start) / length) * 100));
  return (
    <div className="flex items-center gap-1">
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
        className="relative min-w-0 flex-1 cursor-pointer touch-none overflow-hidden rounded-sm py-1 select-none"
      >
        <div className="relative h-9 wide:h-10">
          {loop && duration > 0 && (
            <div
              aria-hidden
              className="absolute -inset-y-1 rounded-sm border-x border-accent bg-accent-soft"
              style={{ left: `${place(loop.start)}%`, width: `${place(loop.end ?? loop.start) - place(loop.start)}%` }}
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
      <div className="flex shrink-0 flex-col">
        <IconButton icon="zoomIn" label={t("zoomIn")} className="size-7!" disabled={isNearest(view, duration)} onClick={() => zoom(STEP)} />
        <IconButton icon="zoomOut" label={t("zoomOut")} className="size-7!" disabled={whole} onClick={() => zoom(1 / STEP)} />
      </div>
      <span role="status" className="sr-only">
        {whole ? "" : t("shown", { start: clock(view.start), end: clock(view.end) })}
      </span>
    </div>
  );
}
