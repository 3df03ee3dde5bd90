import { setTimeout as sleep } from 'node:timers/promises';
import type { JobsConfig } from '../job-backend.ts';
import type { Job } from '../job-map.ts';
import { openQueues, type JobQueues } from '../queues.ts';
import { WakeUp } from './spool/wake-up.ts';

/** While the queue is away for long, the rows say what is to be done (`requeue.ts`). */
const MOST_WAITING = 10_000;
const RETRY_MS = 1000;

/** Jobs on their way to the queue: nobody waits for it. */
export class JobOutbox {
  readonly #config: JobsConfig;
  readonly #onTrouble: (error: unknown) => void;
  readonly #closing = new AbortController();
  readonly #news = new WakeUp();
  readonly #running: Promise<void>;
  #waiting: Job[] = [];
  #queues: JobQueues | null = null;

  constructor(config: JobsConfig, onTrouble: (error: unknown) => void) {
    this.#config = config;
    this.#onTrouble = onTrouble;
    this.#running = this.#run();
  }

  add(jobs: readonly Job[]): void {
    this.#waiting = [...this.#waiting, ...jobs].slice(-MOST_WAITING);
    this.#news.call();
  }

  /** Gives what waits a last try. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    if (this.#queues !== null) {
      await this.#send(this.#queues).catch(this.#onTrouble);
      await this.#queues.close();
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      if (this.#waiting.length === 0) {
        await this.#news.wait(signal);
        continue;
      }
      try {
        this.#queues ??= await openQueues(this.#config, this.#onTrouble);
        await this.#send(this.#queues);
      } catch (error) {
        this.#onTrouble(error);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #send(queues: JobQueues): Promise<void> {
    const jobs = this.#waiting;
    this.#waiting = [];
    try {
      await queues.enqueue(jobs);
    } catch (error) {
      this.#waiting = [...jobs, ...this.#waiting].slice(-MOST_WAITING);
      throw error;
    }
  }
}
