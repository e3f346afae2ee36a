import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";

import { LicenceTable, ServerLicences } from "@/features/licences/components/licence-list";
import packages from "@/features/licences/packages.json";
import { Wordmark } from "@/ui/wordmark";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("licences");
  return { title: t("title") };
}

/** Open to everybody: whoever receives the product may know what it is made of. */
export default function Page() {
  const t = useTranslations("licences");
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-6 wide:px-8">
      <header className="mb-10">
        <Link href="/meetings" className="inline-block rounded-sm">
          <Wordmark />
        </Link>
      </header>
      <main>
        <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
        <p className="mt-2 mb-10 max-w-xl text-base text-ink-soft">{t("lead")}</p>
        <h2 className="mb-3 text-lg font-semibold">{t("server")}</h2>
        <ServerLicences />
        <h2 className="mt-12 mb-3 text-lg font-semibold">{t("web")}</h2>
        <LicenceTable label={t("web")} rows={packages} />
      </main>
    </div>
  );
}
