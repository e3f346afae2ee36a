"use client";

import { useEffect, useState } from "react";

export interface Microphone {
  id: string;
  /** Empty until the reader has allowed microphones. */
  name: string;
}

/** The microphones there are now. `allowed`: look again, for they have names once one was allowed. */
export function useMicrophones(allowed: boolean): readonly Microphone[] {
  const [microphones, setMicrophones] = useState<readonly Microphone[]>([]);
  useEffect(() => {
    const devices = navigator.mediaDevices as MediaDevices | undefined; // there is none over plain HTTP
    if (!devices?.enumerateDevices) return;
    let over = false;
    const look = async () => {
      const found = await devices.enumerateDevices().catch(() => []);
      if (over) return;
      const inputs = found.filter(({ kind, deviceId }) => kind === "audioinput" && !["", "default", "communications"].includes(deviceId));
      setMicrophones(inputs.map(({ deviceId, label }) => ({ id: deviceId, name: label })));
    };
    const relook = () => void look();
    void look();
    devices.addEventListener("devicechange", relook);
    return () => {
      over = true;
      devices.removeEventListener("devicechange", relook);
    };
  }, [allowed]);
  return microphones;
}
