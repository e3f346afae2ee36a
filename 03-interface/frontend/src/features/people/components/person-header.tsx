"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Person } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { fileName } from "@/features/transcripts/export-choice";
import { Button, IconButton } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { onDemand } from "@/ui/on-demand";
import { saveFile } from "@/ui/save-file";
import { useSay } from "@/ui/toasts";

import { exportPerson } from "../api/people";

const EraseDialog = onDemand(async () => (await import("./erase-dialog")).EraseDialog);
const MergePersonDialog = onDemand(async () => (await import("./merge-person-dialog")).MergePersonDialog);
const RenamePersonDialog = onDemand(async () => (await import("./rename-person-dialog")).RenamePersonDialog);

/** Who this is, and what can be done with all that is known of them. */
export function PersonHeader({ person }: { person: Person }) {
  const t = useTranslations("people");
  const api = useApi();
  const router = useRouter();
  const say = useSay();
  const complaint = useComplaint();
  const [asking, setAsking] = useState<"rename" | "merge" | "erase" | null>(null);
  const save = async () => {
    try {
      saveFile(await exportPerson(api, person.id), `${fileName(person.name)}.json`);
    } catch (error) {
      say(complaint(error));
    }
  };
  return (
    <header className="mb-8 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        <Link href="/people" className="mb-1 inline-flex items-center gap-1 text-xs text-ink-muted hover:text-accent">
          <Icon name="chevron" size={14} className="rotate-90" />
          {t("title")}
        </Link>
        <h1 className="text-xl font-semibold tracking-tight break-words wide:text-2xl">{person.name}</h1>
        {person.note && <p className="mt-1 break-words text-ink-muted">{person.note}</p>}
      </div>
      <div className="flex items-center gap-1">
        <Button icon="pencil" onClick={() => setAsking("rename")}>
          {t("rename")}
        </Button>
        <Menu trigger={<IconButton icon="more" label={t("actionsFor", { name: person.name })} className="size-10!" />}>
          <MenuItem icon="download" onSelect={() => void save()}>
            {t("export")}
          </MenuItem>
          <MenuItem icon="people" onSelect={() => setAsking("merge")}>
            {t("merge.open")}
          </MenuItem>
          <MenuRule />
          <MenuItem icon="trash" danger onSelect={() => setAsking("erase")}>
            {t("erase.open")}
          </MenuItem>
        </Menu>
      </div>
      {asking === "rename" && <RenamePersonDialog person={person} onClose={() => setAsking(null)} />}
      {asking === "merge" && <MergePersonDialog person={person} onClose={() => setAsking(null)} onMerged={(into) => router.replace(`/people/${into}`)} />}
      {asking === "erase" && <EraseDialog person={person} onClose={() => setAsking(null)} onErased={() => router.replace("/people")} />}
    </header>
  );
}
