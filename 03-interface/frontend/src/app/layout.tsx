import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

import { apiOrigin } from "@/api/base";
import { RecorderProvider } from "@/features/recorder/hooks/recorder-provider";
import { ConnectionProvider } from "@/features/session/hooks/connection";
import { extendedText, text } from "@/theme/fonts";
import { THEME_COOKIE, themeFrom } from "@/theme/theme";

import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return { title: { default: t("name"), template: `%s · ${t("name")}` }, description: t("description") };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f9f7f3" },
    { media: "(prefers-color-scheme: dark)", color: "#141a1f" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  const asked = await headers();
  const origin = apiOrigin(process.env, { host: asked.get("host"), protocol: asked.get("x-forwarded-proto") });
  return (
    <html lang={await getLocale()} data-theme={theme} className={`${text.variable} ${extendedText.variable}`}>
      <body>
        <NextIntlClientProvider>
          <ConnectionProvider origin={origin}>
            <RecorderProvider>{children}</RecorderProvider>
          </ConnectionProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
