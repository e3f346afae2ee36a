"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { identifyAgain } from "@/features/transcripts/api/transcripts";
import { Button } from "@/ui/button";
import { useSay } from "@/ui/toasts";

/** Has known voices looked for again: one may have been learnt since. */
export function LookAgain({ meetingId }: { meetingId: string }) {
  const t = useTranslations("suggestions");
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();
  const look = useMutation({
    mutationFn: () => identifyAgain(api, meetingId),
    onSuccess: () => say(t("looking")),
    onError: (error) => say(complaint(error)),
  });
  return (
    <Button size="sm" look="quiet" icon="search" disabled={look.isPending} onClick={() => look.mutate()}>
      {t("lookAgain")}
    </Button>
  );
}
