import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { SearchScreen } from "@/features/search/components/search-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("search");
  return { title: t("title") };
}

export default function Page() {
  return <SearchScreen />;
}
