import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { AccountScreen } from "@/features/account/components/account-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

export default function Page() {
  return <AccountScreen />;
}
