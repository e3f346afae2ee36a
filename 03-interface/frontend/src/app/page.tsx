import { redirect } from "next/navigation";

import { HOME } from "@/features/session/return-path";

export default function Page() {
  redirect(HOME);
}
