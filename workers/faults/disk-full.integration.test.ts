import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, statfsSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  startFaultSite,
  type FaultSite,
  type FaultSiteOptions,
} from '../testing/faults/fault-site.ts';
import { endAndCheck, recovered } from '../testing/faults/recovery.ts';
import { makesLongTests } from '../testing/faults/long-tests.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 400_000 });

const WITHIN_MS = 120_000;
const WITHIN = { timeout: WITHIN_MS, interval: 300 };
const FULL_MS = 8_000;
const CAMERA = 'north';

/** Why no small disk can be made here; null: one can. */
function mountMissing(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'mounting needs root on Linux';
  const folder = execFileSync('mktemp', ['-d']).toString().trim();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return null;
  } catch {
    return 'this machine doesn’t allow mounting';
  } finally {
    execFileSync('rmdir', [folder]);
  }
}

const missing = rtspMissing() ?? mountMissing();
if (missing !== null) console.warn(`SKIPPED: full disks, because ${missing}`);

describe.skipIf(missing !== null)('a site whose disk is full', () => {
  let folder: string;
  let disk: string;
  let site: FaultSite;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-disk-'));
    disk = join(folder, 'disk');
    execFileSync('mkdir', [disk]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]);
  });
  afterAll(async () => {
    execFileSync('umount', ['-l', disk]);
    await rm(folder, { recursive: true, force: true });
  });

  /** Fills the disk but for so much and keeps it full, whatever is deleted there. @returns how to empty it again */
  const fill = (leftBytes = 0): (() => Promise<void>) => {
    const ballast = openSync(join(disk, 'ballast'), 'a');
    const page = Buffer.alloc(4096);
    const timer = setInterval(() => {
      try {
        while (freeBytes() > leftBytes) writeSync(ballast, page);
      } catch {
        // Full, for now.
      }
    }, 20);
    return async () => {
      clearInterval(timer);
      closeSync(ballast);
      await rm(join(disk, 'ballast'));
    };
  };
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(disk);
    return bavail * bsize;
  };
  const causes = async (): Promise<string[]> =>
    (await site.db.selectFrom('gap').select('cause').orderBy('startedAt').execute()).map(
      ({ cause }) => cause,
    );

  const startRecording = async (options: Pick<FaultSiteOptions, 'objects' | 'spool'>) => {
    site = await startFaultSite({ jobs: 'PostgreSQL', ...options });
    onTestFinished(() => site.close());
    await site.addCamera(CAMERA);
    await site.startRecording();
    await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
  };
  /** Of one site alone: another's objects would be orphans there. */
  const elsewhere = () => ({ kind: 'folder', path: join(folder, randomUUID()) }) as const;
  /** Recorded again, with all that was recorded in the results once, and gaps of these causes alone. */
  const endedWell = async (...causes: readonly string[]): Promise<void> => {
    await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
    const found = await endAndCheck(site, WITHIN_MS);
    expect(found).toMatchObject({ lost: [], duplicated: [], orphans: [], stuck: [] });
    expect(found.gaps.length).toBeGreaterThan(0);
    for (const { cause } of found.gaps) expect(causes).toContain(cause);
  };

  it('stops recording before the last bytes are taken, with a gap that says so', async () => {
    const spool = { folder: join(disk, 'spool'), keepFreeBytes: 8_000_000 };
    await startRecording({ objects: elsewhere(), spool });
    const empty = fill(4_000_000);
    await expect.poll(causes, WITHIN).toEqual(['DISK_FULL']);
    const states = await site.db.selectFrom('cameraState').select(['state', 'cause']).execute();
    expect(states).toEqual([{ state: 'failing', cause: 'DISK_FULL' }]);
    await empty();
    await endedWell('DISK_FULL');
  });

  it.runIf(makesLongTests)('gets over a spool without a single byte left', async () => {
    const spool = { folder: join(disk, 'spool'), keepFreeBytes: 0 };
    await startRecording({ objects: elsewhere(), spool });
    const empty = fill();
    await expect.poll(() => site.lines.join('\n'), WITHIN).toContain('DISK_FULL');
    await sleep(FULL_MS);
    await empty();
    await endedWell('DISK_FULL');
  });

  it.runIf(makesLongTests)(
    'records into the spool up to its bound when there is no room for objects',
    async () => {
      const objects = { kind: 'folder', path: join(disk, 'objects') } as const;
      await startRecording({ objects, spool: { mostBytes: 200_000 } });
      const empty = fill();
      await expect.poll(causes, WITHIN).toEqual(['SPOOL_FULL']);
      await empty();
      await endedWell('SPOOL_FULL');
    },
  );
});
