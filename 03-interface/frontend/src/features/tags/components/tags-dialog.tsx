"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Meeting } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";

import { TagChip } from "./tag-chip";
import { TagPicker } from "./tag-picker";
import { useTagging, useTags } from "../hooks/use-tags";
import { commonTags, sameTag, taggingOf } from "../tagging";

interface TagsDialogProps {
  meetings: readonly Meeting[];
  onClose: () => void;
}

/** The tags of one meeting, or of several together. */
export function TagsDialog({ meetings, onClose }: TagsDialogProps) {
  const t = useTranslations("tags");
  const complaint = useComplaint();
  const tagging = useTagging();
  const known = useTags().data ?? [];
  // As it stood when the dialog opened: news that arrive meanwhile do not change what is being chosen.
  const [before] = useState(() => commonTags(meetings));
  const [full, setFull] = useState(before.full);
  const [some, setSome] = useState(before.some);
  const [first] = meetings;

  const change = (chosen: string[]) => {
    setFull(chosen);
    setSome((all) => all.filter(({ name }) => !chosen.some((one) => sameTag(one, name))));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = taggingOf(meetings, full, some.map(({ name }) => name));
    if (wanted.add.length + wanted.remove.length === 0) onClose();
    else tagging.mutate({ meetings, change: wanted }, { onSuccess: onClose });
  };
  return (
    <Dialog title={meetings.length === 1 && first ? t("titleOf", { title: first.title }) : t("titleOfSeveral", { count: meetings.length })} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-80 flex-col gap-5">
        {tagging.error && (
          <Notice kind="loss" announce>
            {complaint(tagging.error)}
          </Notice>
        )}
        <TagPicker label={t("title")} chosen={full} known={known.map(({ name }) => name)} onChange={change} />
        {some.length > 0 && (
          <section>
            <h3 className="mb-1.5 text-xs font-semibold text-ink-muted">{t("onSome")}</h3>
            <ul className="flex flex-wrap gap-1.5">
              {some.map(({ name, count }) => (
                <li key={name} className="max-w-full">
                  <TagChip
                    name={name}
                    note={t("countOf", { count, total: meetings.length })}
                    onRemove={() => setSome((all) => all.filter((one) => one.name !== name))}
                  />
                </li>
              ))}
            </ul>
          </section>
        )}
        <div className="mt-auto flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={tagging.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
