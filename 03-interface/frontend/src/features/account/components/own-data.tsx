"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { saveFile } from "@/ui/save-file";

import { readOwnData } from "../api/account";

/** Takes along one's account, with glossary and conversations. */
export function OwnData() {
  const t = useTranslations("account");
  const api = useApi();
  const complaint = useComplaint();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => readOwnData(api),
    onSuccess: (file) => saveFile(file, `${t("ownDataFile")}.json`),
  });
  return (
    <>
      <Button icon="download" disabled={isPending} onClick={() => mutate()}>
        {t("ownDataSave")}
      </Button>
      {error && (
        <div className="mt-3">
          <Notice kind="loss" announce>
            {complaint(error)}
          </Notice>
        </div>
      )}
    </>
  );
}
