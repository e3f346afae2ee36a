import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { SystemScreen } from "@/features/system/components/system-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("system");
  return { title: t("title") };
}

export default function Page() {
  return <SystemScreen />;
}
