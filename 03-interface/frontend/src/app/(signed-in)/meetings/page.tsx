import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { MeetingsScreen } from "@/features/meetings/components/meetings-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meetings");
  return { title: t("title") };
}

export default function Page() {
  return <MeetingsScreen />;
}
