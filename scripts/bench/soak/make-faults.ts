import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '../../../fixtures/seeded-random.ts';
import { recovered } from '../../../workers/testing/faults/recovery.ts';
import { FAULT_KINDS, type FaultKind, type SoakSite } from './fault-kinds.ts';
import type { FaultRecord } from './fault-record.ts';

export interface FaultSchedule {
  readonly durationMs: number;
  readonly everyMs: number;
  readonly random: SeededRandom;
}

/** A fault, and how long after its end every camera that it touched was tracked again; null: it never was. */
export interface MadeFault extends FaultRecord {
  readonly recoveryMs: number | null;
}

const LEAST_HOLD_MS = 5_000;
const MOST_HOLD_MS = 15_000;
const RECOVERED_WITHIN_MS = 240_000;

/** Makes faults for as long as the schedule says, one after another, whether or not the site got over the last. */
export async function makeFaults(
  soak: SoakSite,
  { durationMs, everyMs, random }: FaultSchedule,
  { note, signal }: { readonly note: (text: string) => void; readonly signal: AbortSignal },
): Promise<readonly MadeFault[]> {
  const beganMs = performance.now();
  const recovering: Promise<MadeFault>[] = [];
  let left: string[] = [];
  for (let number = 1; number * everyMs < durationMs; number++) {
    await sleep(Math.max(0, beganMs + number * everyMs - performance.now()), undefined, { signal });
    const isEarly = number * everyMs < durationMs / 2;
    const isNow = (kind: string): boolean => isEarly || FAULT_KINDS[kind]!.isEarly !== true;
    left = left.filter(isNow);
    // Each kind comes once before any comes again.
    if (left.length === 0) left = Object.keys(FAULT_KINDS).filter(isNow);
    // Those of the first half only take turns with the others, so that a short soak has them too.
    const early = number % 2 === 1 ? left.filter((each) => FAULT_KINDS[each]!.isEarly) : [];
    const kind = random.pick(early.length > 0 ? early : left);
    left = left.filter((other) => other !== kind);
    const cameraId = random.pick(soak.cameraIds);
    const holdMs = random.between(LEAST_HOLD_MS, MOST_HOLD_MS);
    const { isOfCamera = false } = FAULT_KINDS[kind]!;
    note(`fault ${number}: ${kind}${isOfCamera ? ` (${cameraId})` : ''}`);
    const record = await makeFault(soak, { kind, cameraId, holdMs }, signal);
    recovering.push(
      recoveryOf(soak, record, signal).then((recoveryMs) => ({ ...record, recoveryMs })),
    );
  }
  await sleep(Math.max(0, beganMs + durationMs - performance.now()), undefined, { signal });
  note('no more faults');
  return Promise.all(recovering);
}

async function makeFault(
  soak: SoakSite,
  chosen: { readonly kind: string; readonly cameraId: string; readonly holdMs: number },
  signal: AbortSignal,
): Promise<FaultRecord> {
  const { kind, cameraId, holdMs } = chosen;
  const { make, causes, isOfCamera = false }: FaultKind = FAULT_KINDS[kind]!;
  const startMs = Date.now();
  await make(soak, cameraId, holdMs, signal);
  const endMs = Date.now();
  return { kind, cameraId: isOfCamera ? cameraId : null, startMs, endMs, causes };
}

async function recoveryOf(
  soak: SoakSite,
  { cameraId, endMs }: FaultRecord,
  signal: AbortSignal,
): Promise<number | null> {
  const cameraIds = cameraId === null ? soak.cameraIds : [cameraId];
  return recovered(soak.site, cameraIds, endMs, RECOVERED_WITHIN_MS, { signal }).catch(() => null);
}
