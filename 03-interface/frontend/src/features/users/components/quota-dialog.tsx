"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { User } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { changeUser, userKeys } from "../api/users";
import { kindOf, proposed, QUOTA_KINDS, quotaBytes } from "../quota";

/** What an account's recordings may take. */
export function QuotaDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTranslations("users");
  const formats = useFormats();
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const [kind, setKind] = useState(kindOf(user));
  const [gigabytes, setGigabytes] = useState(proposed(user));
  const save = useMutation({
    mutationFn: () => changeUser(api, user.id, { quota_bytes: quotaBytes(kind, Number(gigabytes)) }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: userKeys.all });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={t("quotaTitle", { name: user.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {save.error && (
          <Notice kind="loss" announce>
            {complaint(save.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("quotaLead", { used: formats.size(user.recordings_bytes) })}</p>
        <Select
          label={t("quotaKind")}
          value={kind}
          onChange={({ target }) => setKind(QUOTA_KINDS.find((one) => one === target.value) ?? kind)}
        >
          {QUOTA_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`quotaKinds.${one}`)}
            </option>
          ))}
        </Select>
        {kind === "own" && (
          <Field
            label={t("quotaGigabytes")}
            type="number"
            min={0.001}
            max={1_000_000}
            step="any"
            required
            value={gigabytes}
            onChange={({ target }) => setGigabytes(target.value)}
          />
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            {t("quotaSave")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
