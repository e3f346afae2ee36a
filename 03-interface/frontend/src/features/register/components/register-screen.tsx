"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";

import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button, buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Menu, MenuItem } from "@/ui/menu";
import { NotRead } from "@/ui/not-read";
import { PageLink } from "@/ui/page-link";
import { ShowMore } from "@/ui/show-more";

import { RegisterFilterBar } from "./register-filter-bar";
import { RegisterRow } from "./register-row";
import { FILE_FORMATS } from "../api/register";
import { limitsOf, readFilter, WHOLE, writeFilter, type RegisterFilter } from "../filter";
import { useRegister, useSaveRegister } from "../hooks/use-register";

/** The decisions, actions and open questions of all meetings, by the minutes that they stand in. */
export function RegisterScreen() {
  const t = useTranslations("register");
  const complaint = useComplaint();
  const query = useSearchParams();
  const filter = useMemo(() => readFilter(new URLSearchParams(query)), [query]);
  const register = useRegister(filter);
  const save = useSaveRegister(filter);
  const items = register.data?.pages.flatMap((page) => page.items) ?? [];
  const isEmpty = register.data !== undefined && items.length === 0 && !register.isPlaceholderData;
  const isBare = isEmpty && limitsOf(filter) === 0;

  const refine = useCallback(
    (change: Partial<RegisterFilter>) => {
      // In place: typing a word is not ten pages to go back through.
      window.history.replaceState(null, "", `/register${writeFilter({ ...filter, ...change })}`);
    },
    [filter],
  );

  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
        {!isBare && (
          <Menu
            trigger={
              <Button icon="download" className="print:hidden">
                {t("export")}
                <Icon name="chevron" size={16} className="-mr-1 text-ink-muted" />
              </Button>
            }
          >
            {FILE_FORMATS.map((format) => (
              <MenuItem key={format} onSelect={() => save(format)}>
                {t(`formats.${format}`)}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
      {isBare ? (
        <EmptyRegister />
      ) : (
        <>
          <p className="mb-5 max-w-2xl text-ink-muted">{t("lead")}</p>
          <RegisterFilterBar filter={filter} onChange={refine} />
          {register.error && (
            <NotRead why={complaint(register.error)} onAgain={() => void register.refetch()} />
          )}
          {register.isPending && <Waiting />}
          {isEmpty && (
            <div className="py-16 text-center text-ink-muted">
              <p role="status" className="text-base">
                {t("nothing")}
              </p>
              <Button look="quiet" className="mt-3" onClick={() => refine({ ...WHOLE, sort: filter.sort })}>
                {t("showAll")}
              </Button>
            </div>
          )}
          <ul aria-label={t("title")} className={`@container divide-y divide-rule border-y border-rule empty:border-0 ${register.isPlaceholderData ? "opacity-60" : ""}`}>
            {items.map((item) => (
              <RegisterRow key={item.id} item={item} />
            ))}
          </ul>
          <ShowMore list={register} />
        </>
      )}
    </>
  );
}

function EmptyRegister() {
  const t = useTranslations("register.empty");
  return (
    <section className="mt-4 rounded-lg border border-dashed border-edge bg-surface px-6 py-10 wide:px-12">
      <Icon name="check" size={32} className="mb-3 text-accent" />
      <h2 className="text-xl font-semibold tracking-tight">{t("title")}</h2>
      <p className="mt-2 mb-6 max-w-xl text-base text-ink-soft">{t("lead")}</p>
      <PageLink href="/meetings" className={buttonClass()}>
        {t("toMeetings")}
      </PageLink>
    </section>
  );
}

function Waiting() {
  return (
    <div aria-busy className="flex flex-col gap-px">
      {Array.from({ length: 5 }, (_, at) => (
        <div key={at} className="h-[4.5rem] animate-pulse rounded-md bg-sunken" style={{ opacity: 1 - at * 0.18 }} />
      ))}
    </div>
  );
}
