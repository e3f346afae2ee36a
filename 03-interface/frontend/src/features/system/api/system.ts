import { answered, type Api } from "@/api/client";
import type { System } from "@/api/types";

export const systemKey = ["system"] as const;

export function readSystem(api: Api, signal?: AbortSignal): Promise<System> {
  return answered(api.GET("/api/v1/system", { signal }));
}
