"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Brings the service worker, where the browser knows any, and goes where a notification leads. */
export function Installed() {
  const router = useRouter();

  useEffect(() => {
    // Only addresses of https and of this machine have one. Without it everything works but installing and sharing.
    if (!("serviceWorker" in navigator)) return;
    const register = () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
    if (document.readyState === "complete") return register();
    window.addEventListener("load", register);
    return () => window.removeEventListener("load", register);
  }, []);

  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    const hear = ({ data }: MessageEvent<{ open?: unknown } | null>) => {
      if (typeof data?.open === "string" && data.open.startsWith("/meetings/")) router.push(data.open);
    };
    navigator.serviceWorker.addEventListener("message", hear);
    return () => navigator.serviceWorker.removeEventListener("message", hear);
  }, [router]);

  return null;
}
