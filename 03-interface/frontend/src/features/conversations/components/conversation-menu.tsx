"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Conversation } from "@/api/types";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { onDemand } from "@/ui/on-demand";

import { FORMATS, useExportConversation } from "../hooks/use-export-conversation";

const RenameDialog = onDemand(async () => (await import("./rename-dialog")).RenameDialog);
const DeleteDialog = onDemand(async () => (await import("./delete-dialog")).DeleteDialog);

interface ConversationMenuProps {
  conversation: Pick<Conversation, "id" | "title">;
  onDeleted: () => void;
}

/** What can be done with a conversation: another name, a file of it, its end. */
export function ConversationMenu({ conversation, onDeleted }: ConversationMenuProps) {
  const t = useTranslations("conversations.menu");
  const save = useExportConversation(conversation);
  const [asked, setAsked] = useState<"rename" | "delete" | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <Menu trigger={<IconButton icon="more" label={t("title")} className="print:hidden" />}>
        <MenuItem icon="pencil" onSelect={() => setAsked("rename")}>
          {t("rename")}
        </MenuItem>
        <MenuRule />
        {FORMATS.map((format) => (
          <MenuItem key={format} onSelect={() => void save(format)}>
            <span className="flex items-baseline justify-between gap-6">
              {t(`formats.${format}`)}
              <span className="text-xs text-ink-muted uppercase">{format}</span>
            </span>
          </MenuItem>
        ))}
        <MenuRule />
        <MenuItem icon="trash" danger onSelect={() => setAsked("delete")}>
          {t("delete")}
        </MenuItem>
      </Menu>
      {asked === "rename" && <RenameDialog conversation={conversation} onClose={close} />}
      {asked === "delete" && <DeleteDialog conversation={conversation} onDeleted={onDeleted} onClose={close} />}
    </>
  );
}
