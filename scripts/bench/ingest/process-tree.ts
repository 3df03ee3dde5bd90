import { readFile, readdir } from 'node:fs/promises';

/** What a process and all that it started came to. */
export interface TreeUsage {
  /** Processor time so far, of ended children too, in milliseconds. */
  readonly cpuMs: number;
  /** Sum of the resident sets: memory shared between them counts in each. */
  readonly rssBytes: number;
  /** Sum of the proportional sets: memory shared between processes is divided among them. */
  readonly pssBytes: number;
  readonly processes: number;
}

/** USER_HZ of Linux, which is 100 for programs whatever the kernel's own is. */
const TICKS_PER_SECOND = 100;

/** Reads proc(5); processes that end meanwhile are left out. */
export async function treeUsage(rootPid: number): Promise<TreeUsage> {
  const pids = await treeOf(rootPid);
  const each = await Promise.all(pids.map(usageOf));
  const present = each.filter((usage) => usage !== null);
  const sum = (value: (usage: ProcessUsage) => number) =>
    present.reduce((total, usage) => total + value(usage), 0);
  return {
    cpuMs: (sum(({ ticks }) => ticks) * 1000) / TICKS_PER_SECOND,
    rssBytes: sum(({ rssBytes }) => rssBytes),
    pssBytes: sum(({ pssBytes }) => pssBytes),
    processes: present.length,
  };
}

interface ProcessUsage {
  readonly ticks: number;
  readonly rssBytes: number;
  readonly pssBytes: number;
}

async function usageOf(pid: number): Promise<ProcessUsage | null> {
  try {
    const [stat, memory] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
    ]);
    // utime, stime, cutime and cstime: fields 14 to 17; the second may hold spaces.
    const fields = fieldsAfterName(stat).slice(11, 15);
    const bytes = (name: string): number =>
      Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(memory)?.[1] ?? 0) * 1024;
    return {
      ticks: fields.reduce((total, field) => total + Number(field), 0),
      rssBytes: bytes('Rss'),
      pssBytes: bytes('Pss'),
    };
  } catch {
    return null;
  }
}

async function treeOf(rootPid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const childrenOf = new Map<number, number[]>();
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    const parent = Number(fieldsAfterName(stat)[1]);
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), pid]);
  }
  const tree = [rootPid];
  for (const pid of tree) tree.push(...(childrenOf.get(pid) ?? []));
  return tree;
}

function fieldsAfterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
