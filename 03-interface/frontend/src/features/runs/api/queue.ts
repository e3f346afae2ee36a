import { answered, type Api } from "@/api/client";
import type { Queue } from "@/api/types";

export const queueKey = ["queue"] as const;

export function readQueue(api: Api, signal?: AbortSignal): Promise<Queue> {
  return answered(api.GET("/api/v1/queue", { signal }));
}
