"use client";

import { useTranslations } from "next-intl";

import { answered } from "@/api/client";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { useSay } from "@/ui/toasts";

const FORMATS = ["txt", "srt", "vtt", "json", "rttm", "stm"] as const;
type Format = (typeof FORMATS)[number];

interface ExportMenuProps {
  meetingId: string;
  title: string;
  /** The transcript being read; the newest where none is named. */
  revision: number | null;
}

/** The transcript as a file, in the formats other tools read. */
export function ExportMenu({ meetingId, title, revision }: ExportMenuProps) {
  const t = useTranslations("export");
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();

  const save = async (format: Format) => {
    try {
      const file = await answered(
        api.GET("/api/v1/meetings/{meeting_id}/export", {
          params: { path: { meeting_id: meetingId }, query: revision === null ? { format } : { format, revision } },
          parseAs: "blob",
        }),
      );
      const address = URL.createObjectURL(file as Blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = `${fileName(title)}.${format}`;
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      say(complaint(error));
    }
  };

  return (
    <Menu
      trigger={
        <Button icon="download">
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
      <MenuRule />
      <MenuItem onSelect={() => window.print()}>{t("print")}</MenuItem>
    </Menu>
  );
}

/** A title as a file name on any system. */
export function fileName(title: string): string {
  const safe = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").replace(/\s+/g, " ").replace(/^[.\s]+|[.\s]+$/g, "");
  return safe.slice(0, 120) || "transcript";
}
