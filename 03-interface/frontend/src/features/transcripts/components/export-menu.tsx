"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { onDemand } from "@/ui/on-demand";

import { FORMATS } from "../export-choice";
import { useExport } from "../hooks/use-export";

const ExportDialog = onDemand(async () => (await import("./export-dialog")).ExportDialog);

interface ExportMenuProps {
  meetingId: string;
  title: string;
  /** The transcript being read; the newest where none is named. */
  revision: number | null;
}

/** The transcript as a file, as it is at a press or with what is chosen. */
export function ExportMenu({ meetingId, title, revision }: ExportMenuProps) {
  const t = useTranslations("export");
  const [choosing, setChoosing] = useState(false);
  const save = useExport(meetingId, title, revision);
  return (
    <>
      <Menu
        trigger={
          <Button icon="download">
            {t("title")}
            <Icon name="chevron" size={16} className="-mr-1 text-ink-muted" />
          </Button>
        }
      >
        {FORMATS.map((format) => (
          <MenuItem key={format} onSelect={() => void save({ format })}>
            <span className="flex items-baseline justify-between gap-6">
              {t(`formats.${format}`)}
              <span className="text-xs text-ink-muted uppercase">{format}</span>
            </span>
          </MenuItem>
        ))}
        <MenuRule />
        <MenuItem onSelect={() => setChoosing(true)}>{t("choose")}</MenuItem>
        <MenuItem onSelect={() => window.print()}>{t("print")}</MenuItem>
      </Menu>
      {choosing && <ExportDialog save={save} onClose={() => setChoosing(false)} />}
    </>
  );
}
