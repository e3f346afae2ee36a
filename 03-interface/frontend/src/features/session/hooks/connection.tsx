"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import { createApi, type Api } from "@/api/client";
import { Problem } from "@/api/problem";
import { SessionKeeper, type SessionState } from "@/api/session-keeper";

interface Connection {
  /** The API's origin; uploads, sound and events go there straight from the browser. */
  origin: string;
  api: Api;
  keeper: SessionKeeper;
}

const ConnectionContext = createContext<Connection | null>(null);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === null) throw new Error("outside ConnectionProvider");
  return connection;
}

export function useApi(): Api {
  return useConnection().api;
}

export function useSessionState(): SessionState {
  const { keeper } = useConnection();
  return useSyncExternalStore(
    keeper.subscribe,
    () => keeper.state,
    () => UNKNOWN,
  );
}

/** The language the page is in now: the API answers in it. */
export function pageLanguage(): string {
  return document.documentElement.lang;
}

const UNKNOWN: SessionState = { status: "unknown" };

/** A refusal will not change by asking again; silence may. */
function worthAnotherTry(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof Problem && error.status < 500);
}

export function ConnectionProvider({ origin, children }: { origin: string; children: ReactNode }) {
  const connection = useMemo(() => {
    const keeper = new SessionKeeper(origin, pageLanguage);
    return { origin, keeper, api: createApi(origin, keeper, pageLanguage) };
  }, [origin]);

  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 30_000, retry: worthAnotherTry }, mutations: { retry: false } },
      }),
  );

  return (
    <ConnectionContext value={connection}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </ConnectionContext>
  );
}
