import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { RecordScreen } from "@/features/recorder/components/record-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recorder");
  return { title: t("title") };
}

export default function Page() {
  return <RecordScreen />;
}
