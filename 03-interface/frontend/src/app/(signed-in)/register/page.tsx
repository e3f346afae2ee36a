import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { RegisterScreen } from "@/features/register/components/register-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("register");
  return { title: t("title") };
}

export default function Page() {
  return <RegisterScreen />;
}
