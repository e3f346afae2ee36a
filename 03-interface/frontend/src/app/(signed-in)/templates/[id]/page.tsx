import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { TemplateScreen } from "@/features/templates/components/template-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("templates");
  return { title: t("title") };
}

export default async function Page({ params }: PageProps<"/templates/[id]">) {
  const { id } = await params;
  return <TemplateScreen key={id} id={id} />;
}
