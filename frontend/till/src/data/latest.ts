/** Asks for the newest wish only: waits for a pause in the wishes, and drops answers nobody waits for any more. */

interface Handlers<Out> {
  onAnswer: (answer: Out) => void;
  /** Called for the newest wish only. Answer true to have the same wish asked again after a pause. */
  onError: (error: unknown) => boolean;
}

export class Latest<In, Out> {
  private stop: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly work: (wish: In, stop: AbortSignal) => Promise<Out>,
    private readonly handlers: Handlers<Out>,
    private readonly pauseMs = 120,
    private readonly retryMs = 2_000,
  ) {}

  /** Makes this the newest wish; whatever an earlier one brings is dropped. */
  wish(wish: In): void {
    this.cancel();
    this.start(wish, this.pauseMs);
  }

  /** Wants nothing any more. */
  cancel(): void {
    clearTimeout(this.timer);
    this.stop?.abort();
    this.stop = null;
  }

  private start(wish: In, waitMs: number): void {
    const stop = new AbortController();
    this.stop = stop;
    this.timer = setTimeout(() => void this.run(wish, stop), waitMs);
  }

  private async run(wish: In, stop: AbortController): Promise<void> {
    try {
      const answer = await this.work(wish, stop.signal);
      if (!stop.signal.aborted) this.handlers.onAnswer(answer);
    } catch (error) {
      if (!stop.signal.aborted && this.handlers.onError(error)) this.start(wish, this.retryMs);
    }
  }
}
