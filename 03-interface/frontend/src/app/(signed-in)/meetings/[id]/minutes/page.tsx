import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { MinutesScreen } from "@/features/minutes/components/minutes-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("minutes");
  return { title: t("title") };
}

export default async function Page({ params }: PageProps<"/meetings/[id]/minutes">) {
  const { id } = await params;
  return <MinutesScreen key={id} id={id} />;
}
