const YEAR_SECONDS = 365 * 24 * 3600;

/** Keeps how somebody likes the interface (language, theme) in a cookie, so that the server's first paint is already right. */
export function keepChoice(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
}
