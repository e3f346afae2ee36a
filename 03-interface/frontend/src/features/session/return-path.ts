export const HOME = "/meetings";

/** A path of this site to go back to after signing in; anything that could leave the site leads home. */
export function returnPath(asked: string | null | undefined): string {
  if (!asked || !/^\/(?![/\\])/.test(asked)) return HOME;
  const url = new URL(asked, "http://here");
  if (url.host !== "here" || ["/sign-in", "/setup", "/code", "/"].includes(url.pathname)) return HOME;
  return url.pathname + url.search + url.hash;
}

/** The sign-in page's address, with the way back to where the reader is. */
export function signInPath(here: string): string {
  const from = returnPath(here);
  return from === HOME ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`;
}
