import type { ReactNode } from "react";

import { AskedAhead } from "@/api/asked-ahead";
import { AppHeader } from "@/features/account/components/app-header";
import { EditsProvider } from "@/features/edits/hooks/edits-provider";
import { askedFirst } from "@/features/meetings/asked-first";
import { Palette } from "@/features/palette/components/palette";
import { LiveRuns } from "@/features/runs/hooks/live-runs";
import { SessionGate } from "@/features/session/components/session-gate";
import { UploadsProvider } from "@/features/uploads/hooks/uploads";
import { Toasts } from "@/ui/toasts";

export default function SignedInLayout({ children }: { children: ReactNode }) {
  return (
    // What was said to one person is not left for whoever comes to the sign-in page next.
    <Toasts>
      <AskedAhead questions={askedFirst} />
      <AppHeader />
      <main className="mx-auto w-full max-w-6xl px-4 py-6 wide:px-8 wide:py-8">
        <SessionGate>
          <UploadsProvider>
            <LiveRuns>
              <EditsProvider>{children}</EditsProvider>
            </LiveRuns>
            <Palette />
          </UploadsProvider>
        </SessionGate>
      </main>
    </Toasts>
  );
}
