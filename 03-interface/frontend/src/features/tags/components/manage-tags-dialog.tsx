"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Tag } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button, IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { INPUT } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { useRemoveTag, useRenameTag, useTags } from "../hooks/use-tags";
import { sameTag } from "../tagging";

interface ManageTagsDialogProps {
  onClose: () => void;
  /** A tag is called otherwise, or is gone (`null`): whoever filters by it follows. */
  onChanged: (name: string, newName: string | null) => void;
}

/** All tags: each can be called otherwise or taken from every meeting. */
export function ManageTagsDialog({ onClose, onChanged }: ManageTagsDialogProps) {
  const t = useTranslations("tags");
  const tags = useTags().data ?? [];
  const [asking, setAsking] = useState<{ name: string; how: "rename" | "remove" } | null>(null);
  const done = (name: string, newName: string | null) => {
    setAsking(null);
    onChanged(name, newName);
  };
  return (
    <Dialog title={t("manage")} onClose={onClose}>
      {tags.length === 0 && <p className="text-ink-muted">{t("none")}</p>}
      <ul className="divide-y divide-rule">
        {tags.map((tag) => (
          <li key={tag.name} className="py-2">
            {asking?.name === tag.name && asking.how === "rename" ? (
              <Renaming tag={tag} tags={tags} onDone={(newName) => done(tag.name, newName)} onCancel={() => setAsking(null)} />
            ) : asking?.name === tag.name ? (
              <Removing tag={tag} onDone={() => done(tag.name, null)} onCancel={() => setAsking(null)} />
            ) : (
              <div className="flex items-center gap-1">
                <span className="min-w-0 flex-1 truncate" title={tag.name}>
                  <bdi>{tag.name}</bdi>
                </span>
                <span className="tabular mr-2 shrink-0 text-xs text-ink-muted">{t("meetings", { count: tag.meetings })}</span>
                <IconButton icon="pencil" label={t("renameOne", { name: tag.name })} onClick={() => setAsking({ name: tag.name, how: "rename" })} />
                <IconButton icon="trash" label={t("removeOne", { name: tag.name })} onClick={() => setAsking({ name: tag.name, how: "remove" })} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Renaming({ tag, tags, onDone, onCancel }: { tag: Tag; tags: readonly Tag[]; onDone: (newName: string) => void; onCancel: () => void }) {
  const t = useTranslations("tags");
  const complaint = useComplaint();
  const rename = useRenameTag();
  const [typed, setTyped] = useState(tag.name);
  const newName = typed.replace(/\s+/g, " ").trim();
  const other = tags.find(({ name }) => name !== tag.name && sameTag(name, newName));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (newName === "" || newName === tag.name) onCancel();
    else rename.mutate({ name: tag.name, newName }, { onSuccess: () => onDone(newName) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      {rename.error && (
        <Notice kind="loss" announce>
          {complaint(rename.error)}
        </Notice>
      )}
      <div className="flex gap-2">
        <input
          aria-label={t("newName", { name: tag.name })}
          value={typed}
          maxLength={60}
          autoFocus
          onChange={(event) => setTyped(event.target.value)}
          className={`${INPUT} min-w-0 flex-1`}
        />
        <Button type="submit" look="primary" disabled={rename.isPending}>
          {t("save")}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
      {other && <p className="text-xs text-ink-muted">{t("becomeOne", { name: other.name })}</p>}
    </form>
  );
}

function Removing({ tag, onDone, onCancel }: { tag: Tag; onDone: () => void; onCancel: () => void }) {
  const t = useTranslations("tags");
  const complaint = useComplaint();
  const say = useSay();
  const remove = useRemoveTag();
  const act = () =>
    remove.mutate(tag.name, {
      onSuccess: () => {
        say(t("removed", { name: tag.name }));
        onDone();
      },
    });
  return (
    <div className="flex flex-col gap-2">
      {remove.error && (
        <Notice kind="loss" announce>
          {complaint(remove.error)}
        </Notice>
      )}
      <p className="break-words">{t("removeAsk", { name: tag.name, count: tag.meetings })}</p>
      <div className="flex justify-end gap-2">
        <Button look="quiet" autoFocus onClick={onCancel}>
          {t("cancel")}
        </Button>
        <Button look="danger" disabled={remove.isPending} onClick={act}>
          {t("remove")}
        </Button>
      </div>
    </div>
  );
}
