import { readFile } from 'node:fs/promises';
import { percentile } from '../bench-machine.ts';

export interface WatchedProcess {
  readonly role: string;
  readonly pid: number | null | undefined;
}

interface Sample {
  readonly pid: number;
  readonly atMs: number;
  readonly rssMb: number;
}

const SAMPLE_EVERY_MS = 2000;
/** What a process takes in its first half minute is what it needs to run. */
export const WARM_UP_MS = 30_000;

/** Follows what memory processes hold: each by its role, whatever process has that at the time. */
export class MemoryWatch {
  readonly #samples = new Map<string, Sample[]>();
  readonly #timer: NodeJS.Timeout;

  constructor(processes: () => readonly WatchedProcess[]) {
    this.#timer = setInterval(() => {
      for (const { role, pid } of processes()) if (pid != null) void this.#sample(role, pid);
    }, SAMPLE_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** By role, see `growthMb`. */
  growthMb(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#samples].map(([role, all]) => [role, growthMb(all)]));
  }

  async #sample(role: string, pid: number): Promise<void> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kb = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kb === undefined) return;
    const samples = this.#samples.get(role) ?? [];
    samples.push({ pid, atMs: performance.now(), rssMb: Number(kb) / 1024 });
    this.#samples.set(role, samples);
  }
}

/**
 * How much more a role holds at the end than at the beginning: the median of the last third less that of the
 * first, of the process that lived longest, without its warm-up. Processes before and after it, which were
 * killed and replaced, don't count. None that lived through its warm-up: 0.
 */
export function growthMb(samples: readonly Sample[]): number {
  const lives = [...new Set(samples.map(({ pid }) => pid))].map((pid) =>
    samples.filter((sample) => sample.pid === pid),
  );
  const longest = lives.toSorted((a, b) => lengthMs(b) - lengthMs(a))[0] ?? [];
  const bornMs = longest[0]?.atMs ?? 0;
  const warm = longest.filter(({ atMs }) => atMs - bornMs >= WARM_UP_MS).map((each) => each.rssMb);
  const third = Math.floor(warm.length / 3);
  if (third === 0) return 0;
  return percentile(warm.slice(-third), 0.5) - percentile(warm.slice(0, third), 0.5);
}

function lengthMs(life: readonly Sample[]): number {
  return (life.at(-1)?.atMs ?? 0) - (life[0]?.atMs ?? 0);
}
