import { useTranslations } from "next-intl";

/** The product's name with its mark: voices and the line they are written on. `short`: the mark alone on a phone. */
export function Wordmark({ short = false }: { short?: boolean }) {
  const t = useTranslations("app");
  return (
    <span className="inline-flex items-center gap-2.5 text-base font-semibold tracking-tight text-ink">
      <svg aria-hidden width="22" height="22" viewBox="0 0 22 22" fill="none" strokeLinecap="round" strokeWidth="2.4" className="shrink-0">
        <path d="M3 6.5v5" stroke="currentColor" className="text-accent" />
        <path d="M8.3 3v12" stroke="currentColor" className="text-accent" />
        <path d="M13.7 6v6" stroke="currentColor" className="text-accent" />
        <path d="M19 4.5v9" stroke="currentColor" className="text-accent" />
        <path d="M3 19h16" stroke="currentColor" strokeWidth="1.6" className="text-ink-muted" />
      </svg>
      <span className={short ? "hidden wide:inline" : ""}>{t("name")}</span>
    </span>
  );
}
