"use client";

import { useQuery } from "@tanstack/react-query";

import { useApi } from "./connection";
import { readSetup } from "../api/sessions";

/** The usual one, until the server has said its own. */
const USUAL_MINIMUM = 12;

/** Whether somebody must set this installation up (`undefined` until it is known), and how long a password must be. */
export function useSetup(): { needed: boolean | undefined; minimum: number } {
  const api = useApi();
  const { data } = useQuery({ queryKey: ["setup"], queryFn: ({ signal }) => readSetup(api, signal) });
  return { needed: data?.needed, minimum: data?.password_minimum ?? USUAL_MINIMUM };
}
