import { Silences, type Span } from "./silences";

export interface PlaybackState {
  playing: boolean;
  /** Waiting for sound that is still on its way. */
  waiting: boolean;
  /** Seconds; what the API said until the sound itself is known. */
  duration: number;
  rate: number;
  failed: boolean;
  /** Played again and again; `null` where nothing is. One of its ends may not be said yet. */
  loop: Loop | null;
  /** Long silences are passed over. */
  skipsSilence: boolean;
}

export interface Loop {
  start: number;
  end: number | null;
}

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/**
 * A recording being listened to: the browser's own audio element, with what it leaves out.
 *
 * State that changes when somebody acts is one thing (`subscribe`), the passing of time another (`onTime`, once a frame while
 * it plays): nothing is drawn anew by React sixty times a second.
 */
export class Playback {
  #audio: HTMLAudioElement | null = null;
  #state: PlaybackState;
  /** A place asked for before the sound could go there. */
  #wanted: number | null = null;
  #last = 0;
  #frame = 0;
  #mended = false;
  /** Where to stop by itself. */
  #until: number | null = null;
  #silences = new Silences([]);
  readonly #listeners = new Set<() => void>();
  readonly #followers = new Set<(time: number) => void>();

  constructor(
    duration: number,
    /** Makes sure of the session when the sound is refused; `false` when there is none any more. */
    private readonly mend: () => Promise<boolean>,
    /** There is no sound, only a text with its times. */
    readonly silent = false,
  ) {
    this.#state = { playing: false, waiting: false, duration, rate: 1, failed: false, loop: null, skipsSilence: false };
  }

  get state(): PlaybackState {
    return this.#state;
  }

  get time(): number {
    return this.#wanted ?? this.#audio?.currentTime ?? 0;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls with the time now, at every frame while playing and at every jump. */
  onTime(follower: (time: number) => void): () => void {
    this.#followers.add(follower);
    follower(this.time);
    return () => this.#followers.delete(follower);
  }

  /** Takes the element over; the answer lets go of it. */
  attach = (audio: HTMLAudioElement): (() => void) => {
    this.#audio = audio;
    const events: Partial<Record<keyof HTMLMediaElementEventMap, () => void>> = {
      loadedmetadata: () => {
        if (Number.isFinite(audio.duration)) this.#change({ duration: audio.duration });
        audio.playbackRate = this.#state.rate;
        if (this.#wanted !== null) audio.currentTime = this.#wanted;
        this.#wanted = null;
        this.#tell();
      },
      play: () => this.#change({ playing: true, failed: false }),
      playing: () => {
        this.#mended = false;
        this.#change({ waiting: false });
        this.#run();
      },
      pause: () => this.#change({ playing: false, waiting: false }),
      ended: () => this.#change({ playing: false, waiting: false }),
      waiting: () => this.#change({ waiting: true }),
      seeked: () => this.#tell(),
      timeupdate: () => this.#pass(),
      ratechange: () => this.#change({ rate: audio.playbackRate }),
      error: () => void this.#recover(),
    };
    for (const [name, handle] of Object.entries(events)) audio.addEventListener(name, handle);
    return () => {
      for (const [name, handle] of Object.entries(events)) audio.removeEventListener(name, handle);
      cancelAnimationFrame(this.#frame);
      this.#audio = null;
    };
  };

  seek(time: number): void {
    this.#until = null;
    const { loop } = this.#state;
    // Who goes elsewhere does not want to be taken back.
    if (loop && loop.end !== null && (time < loop.start || time > loop.end)) this.#change({ loop: null });
    this.#go(time);
  }

  #go(time: number): void {
    const to = Math.min(Math.max(0, time), Math.max(0, this.#state.duration - 0.05));
    if (this.#audio && this.#audio.readyState >= HTMLMediaElement.HAVE_METADATA) this.#audio.currentTime = to;
    else this.#wanted = to;
    this.#tell(to);
  }

  skip(seconds: number): void {
    this.seek(this.time + seconds);
  }

  play(): void {
    this.#audio?.play().catch(() => undefined); // a refusal arrives as `error`, a pause in between is no fault
  }

  pause(): void {
    this.#until = null;
    this.#audio?.pause();
  }

  /** Plays this stretch and stops at its end. */
  playSpan({ start, end }: Span): void {
    this.seek(start);
    this.#until = end;
    this.play();
  }

  /** Plays from here to there again and again: the first call says where it begins, the second where it ends, the third ends it. */
  markLoop(): void {
    const { loop } = this.#state;
    const now = this.time;
    if (loop === null) this.#change({ loop: { start: now, end: null } });
    else if (loop.end !== null || now === loop.start) this.#change({ loop: null });
    else this.#change({ loop: { start: Math.min(loop.start, now), end: Math.max(loop.start, now) } });
  }

  /** Where somebody speaks; the rest is silence. */
  setSpeech(speech: readonly Span[]): void {
    this.#silences = new Silences(speech);
  }

  setSkipsSilence(skipsSilence: boolean): void {
    this.#change({ skipsSilence });
  }

  toggle(): void {
    if (this.#state.playing) this.pause();
    else this.play();
  }

  setRate(rate: number): void {
    if (this.#audio) this.#audio.playbackRate = rate;
    this.#change({ rate });
  }

  /** The next speed up (`1`) or down (`-1`). */
  changeRate(step: 1 | -1): void {
    const at = RATES.findIndex((rate) => rate >= this.#state.rate);
    const next = RATES[Math.min(RATES.length - 1, Math.max(0, (at < 0 ? RATES.length - 1 : at) + step))];
    if (next !== undefined) this.setRate(next);
  }

  #run(): void {
    cancelAnimationFrame(this.#frame);
    const frame = () => {
      if (!this.#audio || this.#audio.paused) return;
      this.#pass();
      this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }

  /** Where playing goes on from here, if not just ahead. */
  #steer(time: number): void {
    const { loop, skipsSilence } = this.#state;
    const speech = skipsSilence ? this.#silences.endAt(time) : null;
    if (this.#until !== null && time >= this.#until) this.pause();
    else if (loop && loop.end !== null && time >= loop.end) this.#go(loop.start);
    else if (speech !== null) this.#go(speech);
  }

  #pass(): void {
    if (this.#state.playing && !this.#audio?.seeking) this.#steer(this.time);
    this.#tell();
  }

  #tell(time = this.time): void {
    this.#last = time;
    for (const follower of this.#followers) follower(time);
  }

  /** Sound that stops arriving is most often a session that ran out: renew it and go on where it stopped, once. */
  async #recover(): Promise<void> {
    const audio = this.#audio;
    if (!audio) return;
    const wasPlaying = this.#state.playing;
    const at = this.#wanted ?? this.#last;
    if (!this.#mended && (await this.mend().catch(() => false)) && this.#audio === audio) {
      this.#mended = true;
      this.#wanted = at;
      audio.load();
      if (wasPlaying) this.play();
      return;
    }
    this.#change({ playing: false, waiting: false, failed: true });
  }

  /** Tries the sound again after a failure. */
  reload(): void {
    this.#mended = false;
    this.#wanted = this.#last;
    this.#change({ failed: false });
    this.#audio?.load();
  }

  #change(change: Partial<PlaybackState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
