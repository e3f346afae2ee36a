"use client";

import "./globals.css";

/** The frame of the page itself failed, and with it the message files: the one place with sentences of its own, in both languages. */
const SENTENCES = [
  { lang: "fr", text: "La page n’a pas pu s’afficher. Rien n’est perdu\u202f; rechargez-la.", again: "Recharger" },
  { lang: "en", text: "The page could not be shown. Nothing was lost; reload it.", again: "Reload" },
];

export default function GlobalErrorPage() {
  return (
    <html lang="fr">
      <body>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-5">
          {SENTENCES.map(({ lang, text, again }) => (
            <div key={lang} lang={lang}>
              <p className="mb-2">{text}</p>
              <button type="button" className="font-semibold text-accent underline" onClick={() => window.location.reload()}>
                {again}
              </button>
            </div>
          ))}
        </main>
      </body>
    </html>
  );
}
