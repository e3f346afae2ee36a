import type { ReactNode } from "react";

import { AdministrationBar } from "@/features/administration/components/administration-bar";

export default function AdministrationLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <AdministrationBar />
      {children}
    </>
  );
}
