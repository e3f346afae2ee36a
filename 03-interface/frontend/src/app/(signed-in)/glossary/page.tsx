import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { GlossaryScreen } from "@/features/glossary/components/glossary-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("glossary");
  return { title: t("title") };
}

export default function Page() {
  return <GlossaryScreen />;
}
