import { RECORDING_TYPES } from "@/features/uploads/types";
import type { Locale } from "@/language/locale";
import { PAGE_COLOURS } from "@/theme/theme";

export interface ManifestWords {
  name: string;
  short: string;
  description: string;
  record: string;
  search: string;
}

const icon = (name: string, size: number, purpose: "any" | "maskable" = "any") => ({ src: `/${name}.png`, sizes: `${size}x${size}`, type: "image/png", purpose });

/** What a browser needs to know to install the product. One application in either language: both have the same `id`. */
export function manifestOf(locale: Locale, words: ManifestWords) {
  return {
    id: "/",
    name: words.name,
    short_name: words.short,
    description: words.description,
    lang: locale,
    dir: "ltr",
    start_url: "/meetings",
    scope: "/",
    display: "standalone",
    theme_color: PAGE_COLOURS.light,
    background_color: PAGE_COLOURS.light,
    categories: ["productivity", "business"],
    icons: [icon("icon-192", 192), icon("icon-512", 512), icon("icon-maskable-192", 192, "maskable"), icon("icon-maskable-512", 512, "maskable")],
    shortcuts: [
      { name: words.record, url: "/record" },
      { name: words.search, url: "/search" },
    ],
    // The service worker takes it: what is shared never leaves the device unasked.
    share_target: {
      action: "/share",
      method: "POST",
      enctype: "multipart/form-data",
      params: { files: [{ name: "recordings", accept: RECORDING_TYPES }] },
    },
  };
}
