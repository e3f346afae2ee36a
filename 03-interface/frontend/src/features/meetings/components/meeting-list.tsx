"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState, type RefObject } from "react";

import type { Meeting } from "@/api/types";
import { CheckBox } from "@/ui/check-box";
import { onDemand } from "@/ui/on-demand";

import { MeetingCard } from "./meeting-card";
import { MeetingRow } from "./meeting-row";
import { RowBlocks } from "./row-blocks";
import { SelectionAction, SelectionBar } from "./selection-bar";
import { useListActions } from "../hooks/use-list-actions";
import { useRunSeveral } from "../hooks/use-meetings";
import { useSelection } from "../hooks/use-selection";
import { useView } from "../hooks/use-view";

const TagsDialog = onDemand(async () => (await import("@/features/tags/components/tags-dialog")).TagsDialog);
const ExportDialog = onDemand(async () => (await import("@/features/transcripts/components/export-several-dialog")).ExportSeveralDialog);
const RunAgainDialog = onDemand(async () => (await import("./run-again-dialog")).RunAgainDialog);

interface MeetingListProps {
  meetings: readonly Meeting[];
  list: RefObject<HTMLDivElement | null>;
  /** What stands there is of the filter before. */
  stale: boolean;
  showTag: (tag: string) => void;
  /** The meeting that somebody comes back to. */
  start?: string | null;
}

/** Meetings in rows or cards, some of which may be chosen and acted on together. */
export function MeetingList({ meetings, list, stale, showTag, start = null }: MeetingListProps) {
  const t = useTranslations("meetings");
  const [view] = useView();
  const order = useMemo(() => meetings.map(({ id }) => id), [meetings]);
  const { chosen, onChoose, all, clear, onKeyDown } = useSelection(order);
  const { actions, asking, answered } = useListActions(showTag);
  const runSeveral = useRunSeveral();
  const [tagging, setTagging] = useState<readonly Meeting[] | null>(null);
  const [exporting, setExporting] = useState<readonly string[] | null>(null);
  const about = meetings.find(({ id }) => id === asking?.about);
  const Listed = view === "grid" ? MeetingCard : MeetingRow;

  const some = () => meetings.filter(({ id }) => chosen.has(id));
  // What was chosen leaves: whoever works by keyboard goes on at the list, not at the top of the page.
  const done = () => {
    clear();
    list.current?.focus({ preventScroll: true });
  };
  const putAway = () => {
    actions.putAway(some());
    done();
  };
  const runAgain = () => {
    runSeveral.mutate(some().map(({ id }) => id));
    done();
  };

  return (
    <>
      {meetings.length > 0 && (
        <div className="flex items-center border-b border-rule pb-1 wide:pl-1">
          <CheckBox label={t("selection.all")} checked={chosen.size === meetings.length} mixed={chosen.size > 0} onPress={all} />
          <span aria-hidden className="text-xs text-ink-muted">
            {t("selection.all")}
          </span>
        </div>
      )}
      <RowBlocks
        label={t("title")}
        meetings={meetings}
        list={list}
        grid={view === "grid"}
        stale={stale}
        start={start}
        onKeyDown={onKeyDown}
        row={(meeting) => (
          <Listed key={meeting.id} meeting={meeting} chosen={chosen.has(meeting.id)} onChoose={onChoose} actions={actions} />
        )}
      />
      <SelectionBar count={chosen.size} onClear={done}>
        <SelectionAction icon="tag" label={t("selection.tag")} onClick={() => setTagging(some())} />
        <SelectionAction icon="download" label={t("selection.export")} onClick={() => setExporting(some().map(({ id }) => id))} />
        <SelectionAction icon="again" label={t("selection.runAgain")} onClick={runAgain} />
        <SelectionAction icon="trash" label={t("selection.putAway")} onClick={putAway} />
      </SelectionBar>
      {exporting && <ExportDialog meetingIds={exporting} onClose={() => setExporting(null)} />}
      {tagging && <TagsDialog meetings={tagging} onClose={() => setTagging(null)} />}
      {about && asking?.how === "tags" && <TagsDialog meetings={[about]} onClose={answered} />}
      {about && asking?.how === "again" && <RunAgainDialog meeting={about} onClose={answered} />}
    </>
  );
}
