import type { SVGProps } from "react";

const PATHS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8 5.5v13M16 5.5v13",
  back: "M4 5v5h5M4.6 10a8 8 0 1 1-.5 4.5",
  forward: "M20 5v5h-5M19.4 10a8 8 0 1 0 .5 4.5",
  upload: "M12 16V5M7.5 9.5 12 5l4.5 4.5M5 15v3.5A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V15",
  download: "M12 4v11M7.5 10.5 12 15l4.5-4.5M5 19.5h14",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5 10 17 19 7.5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  chevron: "m7 10 5 5 5-5",
  pencil: "m5 19 .8-3.6L16 5.2a1.7 1.7 0 0 1 2.4 0l.4.4a1.7 1.7 0 0 1 0 2.4L8.6 18.2z",
  overlap: "M9.5 17.5a5.5 5.5 0 1 1 0-11 5.5 5.5 0 0 1 0 11zM14.5 17.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
  warning: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1",
  loop: "M7 7h9.5a3.5 3.5 0 0 1 3.5 3.5v1M17 17H7.5A3.5 3.5 0 0 1 4 13.5v-1M9.5 4.5 7 7l2.5 2.5M14.5 19.5 17 17l-2.5-2.5",
  redo: "m16 5 4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h3",
  scissors: "M6.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8.6 8.4 20 18M8.6 15.6 20 6",
  up: "M12 19V5.5M6.5 11 12 5.5 17.5 11",
  down: "M12 5v13.5M6.5 13l5.5 5.5 5.5-5.5",
  boundary: "M4 12h16M8 8.5v-5M5.5 6 8 3.5 10.5 6M16 15.5v5M13.5 18l2.5 2.5 2.5-2.5",
  undo: "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.5-4 3.5-6.3 7.5-6.3s7 2.3 7.5 6.3",
  people: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.4-3.5 3-5.5 6.5-5.5s6.1 2 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.4c2 .8 3.2 2.5 3.5 5.1",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2",
  wave: "M4 10v4M8 6.5v11M12 9v6M16 4.5v15M20 10v4",
  panel: "M4 5.5h16v13H4zM14.5 5.5v13",
  plus: "M12 5v14M5 12h14",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5",
  ban: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 18 18 6",
  lock: "M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  microphone: "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 1 0-6 0v5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  stop: "M6.5 6.5h11v11h-11z",
  flag: "M6 21V4.5h11.5l-2.5 4 2.5 4H6",
  tag: "M4 4.5h7.2L20 13.3l-6.7 6.7L4 11.2zM8 8.2h.01",
  list: "M4 6.5h.01M4 12h.01M4 17.5h.01M8.5 6.5H20M8.5 12H20M8.5 17.5H20",
  grid: "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z",
  again: "M19.5 5v5h-5M19.1 10a7.7 7.7 0 1 0 .4 4",
  zoomIn: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20M10.5 8v5M8 10.5h5",
  zoomOut: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20M8 10.5h5",
  comment: "M4.5 5.5h15v10.5h-8.5l-4 3.5v-3.5h-2.5zM8.5 9.2h7M8.5 12.3h4.5",
  keyboard: "M3.5 6.5h17v11h-17zM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8.5 14h7",
  follow: "M12 4v13M6.5 12 12 17.5 17.5 12M5 20.5h14",
} as const;

export type IconName = keyof typeof PATHS;

interface IconProps extends Omit<SVGProps<SVGSVGElement>, "name"> {
  name: IconName;
  size?: number;
}

/** A line drawing beside a word, or in a button that has a label; never the only carrier of a meaning. */
export function Icon({ name, size = 18, ...rest }: IconProps) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={name === "play" || name === "stop" ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.6 : name === "pause" ? 2.8 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
