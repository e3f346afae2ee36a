import { answered, type Api } from "@/api/client";
import type { UploadUnderWay } from "@/api/types";

/** What the API has begun to receive from this person and not whole yet, wherever it is sent from. */
export async function listUploads(api: Api): Promise<UploadUnderWay[]> {
  return (await answered(api.GET("/api/v1/uploads"))).items;
}
