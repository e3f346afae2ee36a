"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";

import { NotRead } from "@/ui/not-read";


import { useConnection, useSessionState } from "../hooks/connection";
import { useComplaint } from "../hooks/use-complaint";
import { signInPath } from "../return-path";

const RETRY_MS = 5_000;

/** Shows what it holds to a signed-in person; sends anybody else to sign in, and back here afterwards. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { keeper } = useConnection();
  const state = useSessionState();
  const queries = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const complaint = useComplaint();
  const [trouble, setTrouble] = useState<unknown>(null);

  // Asked while the page still wakes up: the answer is there when it does. What goes wrong is told by `look`.
  useState(() => {
    if (typeof window !== "undefined" && keeper.state.status === "unknown") keeper.renew().catch(() => undefined);
  });

  const signedOut = state.status === "closed" && state.left;

  const look = useCallback(
    () =>
      keeper.renew().then(
        () => setTrouble(null),
        (error: unknown) => setTrouble(error),
      ),
    [keeper],
  );

  useEffect(() => {
    if (state.status === "unknown") void look();
  }, [state.status, look]);

  // No answer: ask again by itself until there is one.
  useEffect(() => {
    if (trouble === null || state.status === "open") return;
    const timer = setTimeout(() => void look(), RETRY_MS);
    return () => clearTimeout(timer);
  }, [trouble, state.status, look]);

  // Renew before the session runs out, so that sound and events are not refused in the middle.
  useEffect(() => {
    if (state.status !== "open") return;
    const timer = setTimeout(() => void look(), keeper.renewIn);
    const woken = () => {
      if (document.visibilityState === "visible" && keeper.renewIn <= 30_000) void look();
    };
    document.addEventListener("visibilitychange", woken);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", woken);
    };
  }, [state, keeper, look]);

  useEffect(() => {
    if (state.status !== "closed") return;
    // A session that ran out leads back here; somebody who left on purpose starts afresh.
    router.replace(signedOut ? "/sign-in" : signInPath(pathname + window.location.search));
  }, [state.status, signedOut, router, pathname]);

  // Somebody else signed in from another tab: nothing of the first person stays on the screen.
  const account = state.status === "open" ? state.session.account.id : null;
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (account === null) return;
    if (shown.current !== null && shown.current !== account) queries.clear();
    shown.current = account;
  }, [account, queries]);

  if (state.status === "open") return <div key={account}>{children}</div>;
  if (trouble === null) return <div aria-busy className="min-h-[60dvh]" />;
  return (
    <div className="mx-auto max-w-xl px-4 py-16">
      <NotRead why={complaint(trouble)} onAgain={() => void look()} />
    </div>
  );
}
