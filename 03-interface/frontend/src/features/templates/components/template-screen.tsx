"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";

import type { MinutesTemplate } from "@/api/types";
import { useTemplates } from "@/features/minutes/hooks/use-minutes";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { LOCALES } from "@/language/locale";
import { useFormats } from "@/language/use-formats";
import { Button, buttonClass } from "@/ui/button";
import { Field, Select } from "@/ui/field";
import { Icon } from "@/ui/icons";
import { NotRead } from "@/ui/not-read";
import { Notice } from "@/ui/notice";
import { PageLink } from "@/ui/page-link";

import { SectionList } from "./section-list";
import { useRemoveTemplate } from "../hooks/use-template-acts";
import { isWhole, useTemplateForm } from "../hooks/use-template-form";
import { LONGEST_NAME } from "../sections";

/** A template of one's own, worked on where it stands. */
export function TemplateScreen({ id }: { id: string }) {
  const complaint = useComplaint();
  const templates = useTemplates();
  const template = templates.data?.find(({ key, builtin }) => key === id && !builtin);
  if (templates.error && !templates.data) return <NotRead why={complaint(templates.error)} onAgain={() => void templates.refetch()} />;
  if (!templates.data) return <div aria-busy className="h-96 max-w-3xl animate-pulse rounded-md bg-sunken" />;
  return template ? <TemplateForm template={template} /> : <MissingTemplate />;
}

function TemplateForm({ template }: { template: MinutesTemplate }) {
  const t = useTranslations("templates.form");
  const complaint = useComplaint();
  const formats = useFormats();
  const router = useRouter();
  const remove = useRemoveTemplate();
  const { form, change, flush, isKept, isKeeping, trouble } = useTemplateForm(template);
  const missing = !isWhole(form);
  const throwAway = () => {
    router.push("/templates");
    void remove(template);
  };
  return (
    <div className="max-w-3xl">
      <PageLink href="/templates" className="mb-2 inline-flex items-center gap-1 text-xs text-ink-muted hover:text-accent">
        <Icon name="chevron" size={14} className="rotate-90" />
        {t("back")}
      </PageLink>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h1 className="min-w-0 flex-1 basis-52 text-xl font-semibold tracking-tight break-words wide:text-2xl">{form.name.trim() || template.name}</h1>
        <Button icon="trash" onClick={throwAway}>
          {t("remove")}
        </Button>
      </div>
      <p role="status" className="mt-1 min-h-5 text-xs text-ink-muted">
        {missing ? t("missing") : isKept ? t("saved") : isKeeping ? t("saving") : t("notSavedYet")}
      </p>
      {trouble !== null && !missing && (
        <div className="mt-3">
          <Notice
            kind="loss"
            announce
            action={
              <Button size="sm" onClick={flush}>
                {t("tryAgain")}
              </Button>
            }
          >
            {complaint(trouble)}
          </Notice>
        </div>
      )}
      <div className="mt-5 grid gap-4 wide:grid-cols-[minmax(0,1fr)_12rem]">
        <Field
          label={t("name")}
          value={form.name}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          required
          onChange={({ target }) => change((now) => ({ ...now, name: target.value }), true)}
          onBlur={flush}
        />
        <Select
          label={t("language")}
          value={form.language ?? ""}
          onChange={({ target }) => change((now) => ({ ...now, language: LOCALES.find((one) => one === target.value) ?? null }))}
        >
          <option value="">{t("anyLanguage")}</option>
          {LOCALES.map((one) => (
            <option key={one} value={one}>
              {formats.language(one)}
            </option>
          ))}
        </Select>
      </div>
      <SectionList sections={form.sections} onChange={(alter, later) => change((now) => ({ ...now, sections: alter(now.sections) }), later)} onLeave={flush} />
    </div>
  );
}

/** No such template, or somebody else's, or one of the product's, which stay as they are. */
function MissingTemplate() {
  const t = useTranslations("templates.form");
  return (
    <div className="mx-auto max-w-lg py-20 text-center">
      <h1 className="text-xl font-semibold">{t("goneTitle")}</h1>
      <p className="mt-2 mb-6 text-base text-ink-soft">{t("goneLead")}</p>
      <Link href="/templates" className={buttonClass()}>
        {t("back")}
      </Link>
    </div>
  );
}
