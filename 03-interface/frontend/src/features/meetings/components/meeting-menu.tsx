"use client";

import { useTranslations } from "next-intl";

import type { Meeting } from "@/api/types";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";

import type { ListActions } from "../hooks/use-list-actions";

/** What can be done with one meeting of the list. */
export function MeetingMenu({ meeting, actions }: { meeting: Meeting; actions: ListActions }) {
  const t = useTranslations("meetings");
  const { run } = meeting;
  return (
    <Menu trigger={<IconButton icon="more" label={t("actionsFor", { title: meeting.title })} />}>
      <MenuItem icon="tag" onSelect={() => actions.ask("tags", meeting)}>
        {t("tags")}
      </MenuItem>
      {run !== null && !hasEnded(run) ? (
        <MenuItem icon="close" onSelect={() => actions.cancel(run)}>
          {t("cancelRun")}
        </MenuItem>
      ) : (
        !meeting.imported && (
          <MenuItem icon="again" onSelect={() => actions.ask("again", meeting)}>
            {t("runAgain")}
          </MenuItem>
        )
      )}
      <MenuRule />
      <MenuItem icon="trash" onSelect={() => actions.putAway([meeting])}>
        {t("putAway")}
      </MenuItem>
    </Menu>
  );
}
