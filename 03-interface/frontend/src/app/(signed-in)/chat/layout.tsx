import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

import { ConversationsFrame } from "@/features/conversations/components/conversations-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("conversations");
  return { title: t("title") };
}

export default function ConversationsLayout({ children }: { children: ReactNode }) {
  return <ConversationsFrame>{children}</ConversationsFrame>;
}
