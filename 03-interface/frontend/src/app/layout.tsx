import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

import { apiOrigin } from "@/api/base";
import { Installed } from "@/features/installed/components/installed";
import { RecorderProvider } from "@/features/recorder/hooks/recorder-provider";
import { ConnectionProvider } from "@/features/session/hooks/connection";
import { extendedText, text } from "@/theme/fonts";
import { PAGE_COLOURS, THEME_COOKIE, themeFrom } from "@/theme/theme";

import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return {
    title: { default: t("name"), template: `%s · ${t("name")}` },
    description: t("description"),
    manifest: `/manifest/${await getLocale()}`,
    appleWebApp: { title: t("short"), statusBarStyle: "default" },
  };
}

export async function generateViewport(): Promise<Viewport> {
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  const asTheSystem = [
    { media: "(prefers-color-scheme: light)", color: PAGE_COLOURS.light },
    { media: "(prefers-color-scheme: dark)", color: PAGE_COLOURS.dark },
  ];
  return { width: "device-width", initialScale: 1, themeColor: theme === "system" ? asTheSystem : PAGE_COLOURS[theme] };
}

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
            <Installed />
          </ConnectionProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
