"use client";

import { useTranslations } from "next-intl";

import type { Minutes } from "@/api/types";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { PageLink } from "@/ui/page-link";

import { FORMATS } from "../export-choice";
import { useDocumentTemplates, useExportMinutes } from "../hooks/use-export-minutes";

interface ExportMenuProps {
  minutes: Minutes;
  /** What was typed is not kept yet, and would not be in the file. */
  waits: boolean;
}

/** The minutes as a document, also filled into the organisation's own. */
export function ExportMenu({ minutes, waits }: ExportMenuProps) {
  const t = useTranslations("export");
  const { data: templates = [] } = useDocumentTemplates();
  const save = useExportMinutes(minutes.meeting_id, minutes.title);
  return (
    <Menu
      trigger={
        <Button size="sm" icon="download" disabled={waits}>
          {t("title")}
          <Icon name="chevron" size={16} className="-mr-1 text-ink-muted" />
        </Button>
      }
    >
      {FORMATS.map((format) => (
        <MenuItem key={format} onSelect={() => void save(format)}>
          <span className="flex items-baseline justify-between gap-6">
            {t(`formats.${format}`)}
            <span className="text-xs text-ink-muted uppercase">{format}</span>
          </span>
        </MenuItem>
      ))}
      {templates.length > 0 && <MenuRule />}
      {templates.map((template) => (
        <MenuItem key={template.id} onSelect={() => void save("docx", template.id)}>
          {t("filledInto", { name: template.name })}
        </MenuItem>
      ))}
      <MenuRule />
      <MenuItem asChild>
        <PageLink href="/templates#documents">{t("manage")}</PageLink>
      </MenuItem>
      <MenuItem onSelect={() => window.print()}>{t("print")}</MenuItem>
    </Menu>
  );
}
