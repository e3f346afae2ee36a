"use client";

import { useMutation } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";

import type { Session } from "@/api/types";
import { Button } from "@/ui/button";
import { FieldFaults } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { useComplaint } from "../hooks/use-complaint";
import { useEntrance } from "../hooks/use-entrance";
import { useFieldFaults } from "../hooks/use-field-faults";

interface EntranceFormProps {
  from: string | null;
  submit: string;
  /** Opens a session from the form's fields. */
  enter: (fields: Record<string, string>) => Promise<Session>;
  children: ReactNode;
}

/** A form that ends in being signed in. Fields are the browser's own, so that password managers know them. */
export function EntranceForm({ from, submit, enter, children }: EntranceFormProps) {
  const complaint = useComplaint();
  const entered = useEntrance(from);
  const { faults, check, forgive } = useFieldFaults();
  const entering = useMutation({ mutationFn: enter, onSuccess: entered });
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!check(event.currentTarget)) return;
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)] as const);
    entering.mutate(Object.fromEntries(fields));
  };
  return (
    <form
      noValidate
      onSubmit={send}
      onInput={({ target }) => target instanceof HTMLInputElement && target.name in faults && forgive(target.name)}
      className="flex flex-col gap-5"
    >
      {entering.error && (
        <Notice kind="loss" announce>
          {complaint(entering.error)}
        </Notice>
      )}
      <FieldFaults value={faults}>{children}</FieldFaults>
      <Button type="submit" look="primary" disabled={entering.isPending || entering.isSuccess} className="mt-1">
        {submit}
      </Button>
    </form>
  );
}
