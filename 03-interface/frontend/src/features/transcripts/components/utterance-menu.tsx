"use client";

import { useTranslations } from "next-intl";

import type { Utterance } from "@/api/types";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";

import type { UtteranceActions } from "./utterance-row";

interface UtteranceMenuProps {
  utterance: Utterance;
  time: string;
  /** Whether there is one before and one after it to be joined with. */
  first: boolean;
  last: boolean;
  actions: UtteranceActions;
}

/** What can be put right about one utterance besides its words. */
export function UtteranceMenu({ utterance, time, first, last, actions }: UtteranceMenuProps) {
  const t = useTranslations("transcript.utterance");
  return (
    <Menu trigger={<IconButton icon="more" label={t("actions", { time })} className="size-8! text-ink-muted" />}>
      {!utterance.confirmed && (
        <MenuItem icon="check" onSelect={() => actions.confirm(utterance.id, utterance.text)}>
          {t("confirm")}
        </MenuItem>
      )}
      <MenuItem icon="people" onSelect={() => actions.askSpeaker(utterance)}>
        {t("speaker")}
      </MenuItem>
      <MenuItem icon="comment" onSelect={() => actions.comment(utterance)}>
        {t("comment")}
      </MenuItem>
      <MenuItem icon="flag" onSelect={() => actions.check(utterance)}>
        {t("check")}
      </MenuItem>
      <MenuRule />
      {!first && (
        <MenuItem icon="up" onSelect={() => actions.join(utterance.id, -1)}>
          {t("joinBefore")}
        </MenuItem>
      )}
      {!last && (
        <MenuItem icon="down" onSelect={() => actions.join(utterance.id, 1)}>
          {t("joinAfter")}
        </MenuItem>
      )}
      {!(first && last) && (
        <MenuItem icon="boundary" onSelect={() => actions.edit(utterance.id)}>
          {t("move")}
        </MenuItem>
      )}
      <MenuItem icon="trash" onSelect={() => actions.saveText(utterance.id, "", utterance.text)}>
        {t("remove")}
      </MenuItem>
    </Menu>
  );
}
