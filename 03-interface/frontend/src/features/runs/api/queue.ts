import { answered, type Api } from "@/api/client";
import type { Queue } from "@/api/types";

export const queueKey = ["queue"] as const;
export const everybodysQueueKey = ["queue", "everybody"] as const;

export function readQueue(api: Api, signal?: AbortSignal, everybody = false): Promise<Queue> {
  return answered(api.GET("/api/v1/queue", { params: { query: everybody ? { everybody } : {} }, signal }));
}

const at = (id: string) => ({ params: { path: { run_id: id } } });

/** Have anybody's run come before all of a higher priority: the lowest is the most urgent. */
export async function prioritise(api: Api, id: string, priority: number): Promise<void> {
  await answered(api.PATCH("/api/v1/queue/{run_id}", { ...at(id), body: { priority } }));
}

/** Have anybody's run be the next of all. */
export async function advance(api: Api, id: string): Promise<void> {
  await answered(api.POST("/api/v1/queue/{run_id}/advance", at(id)));
}

export async function cancelAnybodys(api: Api, id: string): Promise<void> {
  await answered(api.POST("/api/v1/queue/{run_id}/cancel", at(id)));
}

/** Put one's own run at a place among one's own. */
export async function place(api: Api, id: string, among: number): Promise<void> {
  await answered(api.PATCH("/api/v1/runs/{run_id}", { ...at(id), body: { place: among } }));
}

export async function cancelOwn(api: Api, id: string): Promise<void> {
  await answered(api.POST("/api/v1/runs/{run_id}/cancel", at(id)));
}
