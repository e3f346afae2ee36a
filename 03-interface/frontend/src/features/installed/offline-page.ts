import { createHash } from "node:crypto";

export interface OfflineWords {
  title: string;
  lead: string;
  again: string;
}

/** The tokens first; a page that cannot ask for anything brings all it needs. */
export function offlineStyle(tokens: string): string {
  return `${tokens.replace(/\/\*[\s\S]*?\*\//g, "")}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1.25rem; background: var(--page); color: var(--ink); font: 400 1rem/1.5 "Source Sans 3", ui-sans-serif, system-ui, sans-serif; }
main { max-width: 28rem; }
svg { display: block; height: 2rem; color: var(--accent); }
h1 { margin: 1.25rem 0 0.5rem; font-size: 1.5rem; line-height: 1.9rem; font-weight: 600; letter-spacing: -0.02em; text-wrap: balance; }
p { margin: 0 0 2rem; color: var(--ink-soft); }
a { display: inline-block; padding: 0.5rem 1rem; border-radius: 6px; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
a:hover { background: var(--accent-strong); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`.replace(/\s+/g, " ");
}

const MARK =
  '<svg viewBox="6.5 6 19 20.5" aria-hidden="true" fill="none" stroke="currentColor" stroke-linecap="round" stroke-width="2.6"><path d="M8 11v6M13.3 7.5v13M18.7 10.5v7M24 9v10"/><path stroke-width="2" opacity=".75" d="M8 25h16"/></svg>';

function text(words: string): string {
  return words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

/** What a reader sees in the place of a page where the server cannot be reached. The link asks for the same page again. */
export function offlinePage(language: string, { title, lead, again }: OfflineWords, style: string): string {
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${text(title)}</title><style>${style}</style></head>` +
    `<body><main>${MARK}<h1>${text(title)}</h1><p>${text(lead)}</p><a href="">${text(again)}</a></main></body></html>`
  );
}

/** Its policy: that style and nothing else. */
export function offlinePolicy(style: string): string {
  const digest = createHash("sha256").update(style).digest("base64");
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
