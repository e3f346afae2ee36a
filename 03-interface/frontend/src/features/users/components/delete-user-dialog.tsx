"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { User } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { deleteUser, userKeys } from "../api/users";

/** Deletes an account and all its meetings, and therefore asks for the address once. */
export function DeleteUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTranslations("users");
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const [typed, setTyped] = useState("");
  const same = typed.trim().toLowerCase() === user.email.toLowerCase();
  const remove = useMutation({
    mutationFn: () => deleteUser(api, user.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: userKeys.all });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (same) remove.mutate();
  };
  return (
    <Dialog title={t("deleteTitle", { name: user.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {remove.error && (
          <Notice kind="loss" announce>
            {complaint(remove.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("deleteLead")}</p>
        <p className="rounded-md bg-sunken px-3 py-2 font-semibold break-words">{user.email}</p>
        <Field label={t("deleteType")} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="danger" disabled={!same || remove.isPending}>
            {t("deleteForGood")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
