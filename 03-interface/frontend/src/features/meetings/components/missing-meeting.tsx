import Link from "next/link";
import { useTranslations } from "next-intl";

import { buttonClass } from "@/ui/button";

/** No such meeting, or somebody else's: the two are not told apart. */
export function MissingMeeting() {
  const t = useTranslations("meetings");
  return (
    <div className="mx-auto max-w-lg py-20 text-center">
      <h1 className="text-xl font-semibold">{t("missingTitle")}</h1>
      <p className="mt-2 mb-6 text-base text-ink-soft">{t("missingLead")}</p>
      <Link href="/meetings" className={buttonClass()}>
        {t("backToList")}
      </Link>
    </div>
  );
}
