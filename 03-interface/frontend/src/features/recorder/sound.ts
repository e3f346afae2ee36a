import { NoSound, type Capture, type CaptureEvents, type OpenCapture, type Wanted } from "./recorder";

/** Of speech by Opus: more is not heard, and an hour has 22 MB. */
const BITS_PER_SECOND = 48_000;

const PIECE_MS = 1_000;

const TYPES = ["audio/webm;codecs=opus", "audio/mp4;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/** Loudness that the meter begins at, in dBFS: a quiet room. */
const FLOOR_DB = -60;

/** What a page needs to record at all; `null` where it has it. */
export function hindrance(): "insecure" | "unsupported" | null {
  if (!window.isSecureContext) return "insecure";
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined" || typeof AudioContext === "undefined") return "unsupported";
  if (!TYPES.some((type) => MediaRecorder.isTypeSupported(type))) return "unsupported";
  return null;
}

/** Whether the browser lets a page hear a tab or the system. Those of phones do not. */
export function canShareTab(): boolean {
  return typeof navigator !== "undefined" && typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

function troubleOf(error: unknown): NoSound {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotFoundError" || name === "OverconstrainedError") return new NoSound("absent");
  if (name === "NotReadableError" || name === "AbortError") return new NoSound("busy");
  return new NoSound(name === "NotAllowedError" || name === "SecurityError" ? "refused" : "broken");
}

async function askMicrophone(microphone: string | null, tab: boolean): Promise<MediaStream> {
  // A room is heard as it is: what takes noise away takes the far end of the table with it. The echo is only that of a shared tab.
  const audio: MediaTrackConstraints = { channelCount: 1, echoCancellation: tab, noiseSuppression: false, autoGainControl: true };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: microphone === null ? audio : { ...audio, deviceId: { exact: microphone } } });
  } catch (error) {
    throw troubleOf(error);
  }
}

async function askTab(): Promise<MediaStream> {
  let shared: MediaStream;
  try {
    // Browsers share sound only along with a picture; the picture is let go of at once.
    shared = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch (error) {
    throw new NoSound(troubleOf(error).trouble === "refused" ? "tabRefused" : "broken");
  }
  for (const track of shared.getVideoTracks()) track.stop();
  if (shared.getAudioTracks().length === 0) throw new NoSound("tabSilent");
  return shared;
}

/** The browser's microphone and tab, mixed into one sound, and its recorder. */
export const openCapture: OpenCapture = async (wanted, events) => {
  const trouble = hindrance();
  if (trouble !== null) throw new NoSound(trouble);
  // The tab first: a browser asks about it only just after somebody pressed a button.
  const tab = wanted.tab ? await askTab() : null;
  let microphone: MediaStream;
  try {
    microphone = await askMicrophone(wanted.microphone, wanted.tab);
  } catch (error) {
    stopAll(tab);
    throw error;
  }
  return capture(microphone, tab, wanted, events);
};

function stopAll(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function capture(first: MediaStream, tab: MediaStream | null, { tab: withTab }: Wanted, events: CaptureEvents): Capture {
  const context = new AudioContext();
  const mixed = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  const samples = new Float32Array(analyser.fftSize);
  const mixer = new GainNode(context);
  mixer.connect(mixed);
  mixer.connect(analyser);

  let microphone: MediaStream | null = null;
  let source: MediaStreamAudioSourceNode | null = null;
  let over = false;

  const plug = (stream: MediaStream) => {
    source?.disconnect();
    stopAll(microphone);
    microphone = stream;
    source = context.createMediaStreamSource(stream);
    source.connect(mixer);
    for (const track of stream.getAudioTracks())
      track.addEventListener("ended", () => {
        if (over || microphone !== stream) return; // not one that we let go of
        source?.disconnect();
        microphone = null;
        events.microphoneLost();
      });
  };
  plug(first);
  if (tab) {
    context.createMediaStreamSource(tab).connect(mixer);
    tab.getAudioTracks()[0]?.addEventListener("ended", () => !over && events.tabLost());
  }

  const mediaType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "";
  const recorder = new MediaRecorder(mixed.stream, { mimeType: mediaType, audioBitsPerSecond: BITS_PER_SECOND });
  // Blobs are read one after the other, so that no second overtakes another.
  let handing: Promise<void> = Promise.resolve();
  recorder.addEventListener("dataavailable", ({ data }) => {
    handing = handing.then(async () => events.piece(await data.arrayBuffer()));
  });
  recorder.addEventListener("error", () => events.failed());
  // A call or another page may have put the sound to sleep (phones).
  context.addEventListener("statechange", () => {
    if (!over && context.state !== "running" && document.visibilityState === "visible") void context.resume();
  });

  return {
    mediaType: recorder.mimeType || mediaType,
    get microphone() {
      return microphone?.getAudioTracks()[0]?.getSettings().deviceId ?? null;
    },
    hearsTab: tab !== null,
    time: () => context.currentTime,
    start: () => {
      void context.resume();
      recorder.start(PIECE_MS);
    },
    pause: () => {
      if (recorder.state !== "recording") return;
      recorder.requestData();
      recorder.pause();
    },
    resume: () => {
      void context.resume();
      if (recorder.state === "paused") recorder.resume();
    },
    stop: async () => {
      over = true;
      if (recorder.state !== "inactive")
        await new Promise<void>((resolve) => {
          recorder.addEventListener("stop", () => resolve(), { once: true });
          recorder.stop();
        });
      await handing;
      stopAll(microphone);
      stopAll(tab);
      await context.close();
    },
    hear: async (wanted) => plug(await askMicrophone(wanted, withTab)),
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      const db = 10 * Math.log10(sum / samples.length + 1e-12);
      return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
    },
  };
}
