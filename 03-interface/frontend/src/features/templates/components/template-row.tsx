"use client";

import { useTranslations } from "next-intl";

import type { MinutesTemplate } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { PageLink } from "@/ui/page-link";

import { useRemoveTemplate } from "../hooks/use-template-acts";

interface TemplateRowProps {
  template: MinutesTemplate;
  onCopy: (template: MinutesTemplate) => void;
}

/** A template by its name and its sections. One's own opens; those of the product can be copied. */
export function TemplateRow({ template, onCopy }: TemplateRowProps) {
  const t = useTranslations("templates");
  const formats = useFormats();
  const remove = useRemoveTemplate();
  const { key, name, language, builtin, sections } = template;
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 font-semibold break-words">
          {builtin ? (
            name
          ) : (
            <PageLink href={`/templates/${key}`} className="min-w-0 rounded-sm break-words hover:text-accent-strong hover:underline">
              <bdi>{name}</bdi>
            </PageLink>
          )}
          {!builtin && language && <span className="text-xs font-normal text-ink-muted">{formats.language(language)}</span>}
        </p>
        <p className="mt-0.5 break-words text-ink-muted">{sections.map(({ title }) => title).join(" · ")}</p>
      </div>
      {builtin ? (
        <Button size="sm" aria-label={t("copyNamed", { name })} onClick={() => onCopy(template)}>
          {t("copy")}
        </Button>
      ) : (
        <Menu trigger={<IconButton icon="more" label={t("actionsFor", { name })} className="-mt-1.5" />}>
          <MenuItem asChild>
            <PageLink href={`/templates/${key}`}>{t("edit")}</PageLink>
          </MenuItem>
          <MenuItem onSelect={() => onCopy(template)}>{t("copy")}</MenuItem>
          <MenuRule />
          <MenuItem icon="trash" danger onSelect={() => void remove(template)}>
            {t("remove")}
          </MenuItem>
        </Menu>
      )}
    </li>
  );
}
