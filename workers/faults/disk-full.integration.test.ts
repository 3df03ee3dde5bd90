import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startFaultSite, type FaultSite } from '../testing/faults/fault-site.ts';
import { endAndCheck, recovered } from '../testing/faults/recovery.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 400_000 });

const WITHIN_MS = 150_000;
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

const missing = mountMissing();
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

  /** Leaves so much room. */
  const fill = async (leftBytes: number): Promise<void> => {
    const { bavail, bsize } = await statfs(disk);
    await writeFile(join(disk, 'ballast'), Buffer.alloc(bavail * bsize - leftBytes));
  };
  const causes = async (): Promise<string[]> =>
    (await site.db.selectFrom('gap').select('cause').orderBy('startedAt').execute()).map(
      ({ cause }) => cause,
    );

  describe('for the spool', () => {
    beforeAll(async () => {
      const spool = { folder: join(disk, 'spool'), keepFreeBytes: 0 };
      const objects = { kind: 'folder', path: join(folder, 'objects') } as const;
      site = await startFaultSite({ jobs: 'PostgreSQL', objects, spool });
      await site.addCamera(CAMERA);
      await site.startRecording();
      await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
    });
    afterAll(() => site.close());

    it('stops recording with a gap that says so, and goes on when there is room', async () => {
      await fill(0);
      await expect.poll(causes, { timeout: WITHIN_MS, interval: 500 }).toContain('DISK_FULL');
      expect(site.lines.join('\n')).toContain('DISK_FULL');
      await rm(join(disk, 'ballast'));
      await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
      const found = await endAndCheck(site, WITHIN_MS);
      expect(found).toMatchObject({ lost: [], duplicated: [], orphans: [], stuck: [] });
      expect(new Set(found.gaps.map(({ cause }) => cause))).toEqual(new Set(['DISK_FULL']));
    });
  });

  describe('for the objects', () => {
    beforeAll(async () => {
      const objects = { kind: 'folder', path: join(disk, 'objects') } as const;
      const spool = { mostBytes: 200_000 };
      site = await startFaultSite({ jobs: 'PostgreSQL', objects, spool });
      await site.addCamera(CAMERA);
      await site.startRecording();
      await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
    });
    afterAll(() => site.close());

    it('records into the spool up to its bound, then stops with a gap; nothing recorded is lost', async () => {
      await fill(0);
      await expect.poll(causes, { timeout: WITHIN_MS, interval: 500 }).toContain('SPOOL_FULL');
      await rm(join(disk, 'ballast'));
      await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
      const found = await endAndCheck(site, WITHIN_MS);
      expect(found).toMatchObject({ lost: [], duplicated: [], orphans: [], stuck: [] });
      expect(found.gaps.map(({ cause }) => cause)).toEqual(['SPOOL_FULL']);
    });
  });
});
