import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { UsersScreen } from "@/features/users/components/users-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("users");
  return { title: t("title") };
}

export default function Page() {
  return <UsersScreen />;
}
