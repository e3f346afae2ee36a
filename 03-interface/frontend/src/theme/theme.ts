/** Light, dark, or whatever the system says. Kept in a cookie so that the first paint is already right. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** What the browser paints its own frame with: the page's colour, which `tokens.css` has too. */
export const PAGE_COLOURS = { light: "#f9f7f3", dark: "#141a1f" } as const;

export const THEME_COOKIE = "scribe_theme";

export function themeFrom(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
