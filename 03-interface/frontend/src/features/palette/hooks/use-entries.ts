"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { PLACES } from "@/features/administration/places";
import { listMeetings, meetingKeys, type MeetingFilter } from "@/features/meetings/api/meetings";
import { useApi, useSessionState } from "@/features/session/hooks/connection";
import type { IconName } from "@/ui/icons";

import { KEYS, written, type Shortcut } from "../keys";
import { matching } from "../matching";

/** Where the palette can lead. */
export interface Entry {
  id: string;
  label: string;
  icon: IconName;
  /** The address, null for the sheet of keys. */
  href: string | null;
  aside?: string;
}

const PAUSE_MS = 150;
const MOST_MEETINGS = 8;

/** What may be meant by what is typed: places by their names, meetings by their titles, what a key does, and the search for what was said. */
export function useEntries(typed: string): Entry[] {
  const t = useTranslations("palette");
  const app = useTranslations("app");
  const keys = useTranslations("keys");
  const format = useFormatter();
  const api = useApi();
  const state = useSessionState();
  const [, here] = /^\/meetings\/([0-9a-f]{32})$/.exec(usePathname()) ?? [];
  const words = useLater(typed.trim());
  const filter: MeetingFilter = { q: words, status: null, tag: "", sort: "-held_at" };
  const { data } = useQuery({
    queryKey: [...meetingKeys.lists, "palette", words],
    queryFn: ({ signal }) => listMeetings(api, filter, null, signal),
    placeholderData: keepPreviousData,
  });

  const administrator = state.status === "open" && state.session.account.role === "administrator";
  const places: Entry[] = [
    ...(here ? [{ id: "minutes", label: t("minutes"), icon: "list", href: `/meetings/${here}/minutes` } satisfies Entry] : []),
    { id: "meetings", label: app("meetings"), icon: "list", href: "/meetings" },
    { id: "search", label: app("search"), icon: "search", href: "/search" },
    { id: "chat", label: app("chat"), icon: "comment", href: "/chat" },
    { id: "record", label: app("record"), icon: "microphone", href: "/record" },
    { id: "register", label: app("register"), icon: "check", href: "/register" },
    { id: "people", label: app("people"), icon: "people", href: "/people" },
    { id: "trash", label: t("trash"), icon: "trash", href: "/meetings/trash" },
    { id: "glossary", label: t("glossary"), icon: "tag", href: "/glossary" },
    { id: "templates", label: t("templates"), icon: "list", href: "/templates" },
    { id: "account", label: t("account"), icon: "person", href: "/account" },
    ...(administrator ? PLACES.map(({ href, name }): Entry => ({ id: name, label: t(name), icon: "panel", href })) : []),
    { id: "sheet", label: t("sheet"), icon: "more", href: null },
  ];
  const meetings = (data?.items ?? []).slice(0, MOST_MEETINGS).map(
    ({ id, title, held_at, created_at }): Entry => ({
      id,
      label: title,
      icon: "wave",
      href: `/meetings/${id}`,
      aside: format.dateTime(new Date(held_at ?? created_at), { dateStyle: "medium" }),
    }),
  );
  // Whoever types what to do learns its key.
  const shortcuts = Object.values<readonly Shortcut[]>(KEYS)
    .flat()
    .map(([action, pressed]): Entry => ({ id: `key ${action}`, label: keys(`actions.${action}`), icon: "keyboard", href: null, aside: written(pressed, (key) => keys(key)).join(" ") }));
  const said: Entry = { id: "said", label: t("said", { words: typed.trim() }), icon: "search", href: `/search?q=${encodeURIComponent(typed.trim())}` };
  return [...matching(places, typed), ...meetings, ...(typed.trim() ? [...matching(shortcuts, typed), said] : [])];
}

/** The same, a moment after it stopped changing. */
function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
