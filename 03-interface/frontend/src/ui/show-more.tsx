"use client";

import { useTranslations } from "next-intl";

import { Button } from "./button";

/** A list that is read page by page, as the query library gives it. */
interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Under a list: reads its next page. Nothing where all of it is there. */
export function ShowMore({ list }: { list: Paged }) {
  const t = useTranslations("lists");
  if (!list.hasNextPage) return null;
  return (
    <div className="mt-6 text-center">
      <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t("more")}
      </Button>
    </div>
  );
}
