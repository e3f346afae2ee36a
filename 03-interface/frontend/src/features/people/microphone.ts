/** Why nothing can be recorded: somebody said no, there is no microphone, or the page may not ask for one. */
export type MicrophoneFault = "refused" | "missing" | "insecure" | "failed";

export class NoMicrophone extends Error {
  override readonly name = "NoMicrophone";

  constructor(readonly fault: MicrophoneFault) {
    super(fault);
  }
}

/** The browsers' word for it, as ours. */
export function faultOf(error: unknown): MicrophoneFault {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "failed";
}

/** What a meter shows of a sound: 0 at −60 dB and below, 1 at full scale. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) sum += (samples[at] ?? 0) ** 2;
  const power = samples.length > 0 ? sum / samples.length : 0;
  return power > 0 ? Math.min(1, Math.max(0, 1 + (10 * Math.log10(power)) / 60)) : 0;
}

/** The end of a file's name, from the type that the recorder says it writes. */
export function extensionOf(type: string): string {
  const [kind = ""] = type.split(";");
  return { "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav" }[kind] ?? "webm";
}

/** A microphone that is being recorded: how loud it is now, and the sound so far. */
export interface Take {
  level: () => number;
  /** Ends it and gives the sound. */
  finish: () => Promise<Blob>;
  /** Ends it and drops the sound. */
  drop: () => void;
}

/** Begins to record; raises `NoMicrophone` where that cannot be. The sound stays in this page until it is sent. */
export async function record(): Promise<Take> {
  if (!window.isSecureContext) throw new NoMicrophone("insecure");
  if (!("mediaDevices" in navigator) || typeof MediaRecorder === "undefined") throw new NoMicrophone("failed");
  let stream: MediaStream;
  try {
    // The voice as it is: what a telephone does to make it clearer makes it less like itself.
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: true } });
  } catch (error) {
    throw new NoMicrophone(faultOf(error));
  }
  const sound = new AudioContext();
  const analyser = sound.createAnalyser();
  sound.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  recorder.start();
  const release = () => {
    for (const track of stream.getTracks()) track.stop();
    void sound.close();
  };
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    finish: () =>
      new Promise((resolve) => {
        const end = () => {
          release();
          resolve(new Blob(parts, { type: recorder.mimeType }));
        };
        // It may have ended by itself: the microphone was pulled out.
        if (recorder.state === "inactive") return end();
        recorder.addEventListener("stop", end, { once: true });
        recorder.stop();
      }),
    drop: () => {
      if (recorder.state !== "inactive") recorder.stop();
      if (sound.state !== "closed") release();
    },
  };
}
