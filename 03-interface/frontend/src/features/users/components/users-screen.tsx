"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { User } from "@/api/types";
import { useApi, useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";
import { useSay } from "@/ui/toasts";

import { CodeDialog, type HandedCode } from "./code-dialog";
import { changeUser, listUsers, resetUser, userKeys } from "../api/users";

const DeleteUserDialog = onDemand(async () => (await import("./delete-user-dialog")).DeleteUserDialog);
const NewUserDialog = onDemand(async () => (await import("./new-user-dialog")).NewUserDialog);
const QuotaDialog = onDemand(async () => (await import("./quota-dialog")).QuotaDialog);

/** Who may use this installation. What is in their meetings is not shown here or anywhere else. */
export function UsersScreen() {
  const t = useTranslations("users");
  const api = useApi();
  const complaint = useComplaint();
  const state = useSessionState();
  const [creating, setCreating] = useState(false);
  const [code, setCode] = useState<HandedCode | null>(null);
  const users = useQuery({ queryKey: userKeys.all, queryFn: ({ signal }) => listUsers(api, signal) });
  const self = state.status === "open" ? state.session.account.id : null;

  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
        {users.data && (
          <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
            {t("create")}
          </Button>
        )}
      </div>
      <p className="mb-6 max-w-xl text-ink-muted">{t("lead")}</p>
      {users.error && (
        <Notice kind="loss" announce>
          {complaint(users.error)}
        </Notice>
      )}
      <ul className="divide-y divide-rule border-y border-rule empty:hidden">
        {users.data?.map((user) => (
          <UserRow key={user.id} user={user} isSelf={user.id === self} onCode={setCode} />
        ))}
      </ul>
      {creating && (
        <NewUserDialog
          onClose={() => setCreating(false)}
          onCreated={(created) => {
            setCreating(false);
            setCode(created);
          }}
        />
      )}
      {code && <CodeDialog {...code} onClose={() => setCode(null)} />}
    </>
  );
}

function UserRow({ user, isSelf, onCode }: { user: User; isSelf: boolean; onCode: (code: HandedCode) => void }) {
  const t = useTranslations("users");
  const formats = useFormats();
  const api = useApi();
  const queries = useQueryClient();
  const say = useSay();
  const complaint = useComplaint();
  const [deleting, setDeleting] = useState(false);
  const [limiting, setLimiting] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: userKeys.all });
  const onError = (error: unknown) => say(complaint(error));
  const change = useMutation({
    mutationFn: (what: Parameters<typeof changeUser>[2]) => changeUser(api, user.id, what),
    onSuccess: refresh,
    onError,
  });
  const reset = useMutation({
    mutationFn: () => resetUser(api, user.id),
    onSuccess: ({ one_time_code, code_expires_at }) => {
      onCode({ user, code: one_time_code, expiresAt: code_expires_at });
      void refresh();
    },
    onError,
  });
  const used = formats.size(user.recordings_bytes);
  const stored = user.effective_quota_bytes
    ? t("storedOf", { used, limit: formats.size(user.effective_quota_bytes) })
    : t("stored", { used });
  const facts = [user.email, t("since", { day: formats.day(user.created_at) }), stored];

  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-2 py-3.5 wide:flex-nowrap wide:px-3">
      <div className={`min-w-0 flex-1 basis-64 ${user.disabled ? "text-ink-muted" : ""}`}>
        <p className="truncate text-base font-semibold">
          {user.name}
          {isSelf && <span className="ml-2 text-sm font-normal text-ink-muted">{t("you")}</span>}
        </p>
        <p className="break-words text-ink-muted">{facts.join(" · ")}</p>
      </div>
      <p className="flex flex-1 gap-3 text-ink-soft wide:w-72 wide:flex-none">
        <span>{t(`roles.${user.role}`)}</span>
        {user.disabled ? (
          <span className="text-loss">{t("disabled")}</span>
        ) : (
          !user.password_set && <span className="text-ink-muted">{t("invited")}</span>
        )}
      </p>
      <Menu trigger={<IconButton icon="more" label={t("actionsFor", { name: user.name })} />}>
        <MenuItem icon="lock" onSelect={() => reset.mutate()}>
          {t("reset")}
        </MenuItem>
        <MenuItem
          icon="people"
          onSelect={() => change.mutate({ role: user.role === "administrator" ? "member" : "administrator" })}
        >
          {user.role === "administrator" ? t("makeMember") : t("makeAdministrator")}
        </MenuItem>
        <MenuItem icon="panel" onSelect={() => setLimiting(true)}>
          {t("quota")}
        </MenuItem>
        <MenuRule />
        <MenuItem icon="ban" onSelect={() => change.mutate({ disabled: !user.disabled })}>{user.disabled ? t("enable") : t("disable")}</MenuItem>
        <MenuItem icon="trash" danger onSelect={() => setDeleting(true)}>
          {t("delete")}
        </MenuItem>
      </Menu>
      {limiting && <QuotaDialog user={user} onClose={() => setLimiting(false)} />}
      {deleting && <DeleteUserDialog user={user} onClose={() => setDeleting(false)} />}
    </li>
  );
}
