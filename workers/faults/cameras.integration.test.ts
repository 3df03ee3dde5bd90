import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NothingLost } from '../testing/faults/check-nothing-lost.ts';
import { startFaultSite, type FaultSite } from '../testing/faults/fault-site.ts';
import { makeLargerClip } from '../testing/faults/loop-clip.ts';
import { endAndCheck, recovered } from '../testing/faults/recovery.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 400_000 });

const WITHIN_MS = 150_000;
/** Longer than a silence that counts as a stall, and than rubbish that counts as no video. */
const FAULT_MS = 18_000;
const LOGIN = { user: 'viewer', password: 'Wx4-hidden', method: 'digest' } as const;
const BROKEN = ['CAMERA_STALLED', 'CAMERA_DISCONNECTED', 'CAMERA_UNREACHABLE', 'CAMERA_NO_VIDEO'];

interface CameraFault {
  readonly name: string;
  readonly begin: (site: FaultSite, path: string) => Promise<void> | void;
  readonly end: (site: FaultSite, path: string) => Promise<void> | void;
  /** Of one of these there must be a gap; null: there must be none. */
  readonly causes: readonly string[] | null;
}

const setUrl = (
  { sources }: FaultSite,
  cameraId: string,
  change: (url: string) => string,
): void => {
  sources.change(
    sources
      .current()
      .map((each) => (each.cameraId === cameraId ? { ...each, url: change(each.url) } : each)),
  );
};

const FAULTS: readonly CameraFault[] = [
  {
    name: 'stalls',
    begin: ({ rtsp }, path) => rtsp.stall(path),
    end: ({ rtsp }, path) => rtsp.resume(path),
    causes: ['CAMERA_STALLED'],
  },
  {
    name: 'rubbish-pictures',
    begin: ({ rtsp }, path) => rtsp.garbage(path, 'pictures'),
    end: ({ rtsp }, path) => rtsp.resume(path),
    causes: [...BROKEN, 'DECODE_FAILED', 'NOT_MEDIA', 'NO_VIDEO'],
  },
  {
    name: 'rubbish-bytes',
    begin: ({ rtsp }, path) => rtsp.garbage(path, 'bytes'),
    end: ({ rtsp }, path) => rtsp.resume(path),
    causes: BROKEN,
  },
  {
    name: 'drops',
    begin: ({ rtsp }, path) => rtsp.drop(path),
    end: () => undefined,
    causes: ['CAMERA_DISCONNECTED'],
  },
  {
    name: 'is-off',
    begin: ({ rtsp }, path) => rtsp.stop(path),
    end: ({ rtsp }, path) => rtsp.start(path),
    causes: ['CAMERA_UNREACHABLE'],
  },
  {
    name: 'changes-resolution',
    begin: async ({ rtsp, clip }, path) =>
      rtsp.changeFeed(path, { file: clip.replace('.mp4', '-larger.mp4') }),
    end: ({ rtsp, clip }, path) => rtsp.changeFeed(path, { file: clip }),
    causes: null,
  },
  {
    name: 'refuses-the-password',
    begin: (site, path) => {
      setUrl(site, path.slice(1), (url) => url.replace(LOGIN.password, 'Qz8-wrong'));
    },
    end: (site, path) => {
      setUrl(site, path.slice(1), (url) => url.replace('Qz8-wrong', LOGIN.password));
    },
    causes: ['CAMERA_UNAUTHORIZED'],
  },
];

/** All at once, each at a camera of its own: no camera's fault is another's. */
describe.skipIf(rtspMissing() !== null)('a camera that', () => {
  let path: string;
  let site: FaultSite;
  let found: NothingLost;
  const ids = FAULTS.map(({ name }) => name);

  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'wayside-fault-objects-'));
    const objects = { kind: 'folder', path } as const;
    // What vehicles pass is no matter here.
    site = await startFaultSite({ jobs: 'PostgreSQL', objects, analysisFps: 0.5 });
    await makeLargerClip(site.clip);
    for (const id of ids) {
      await site.addCamera(id, id === 'refuses-the-password' ? { login: LOGIN } : {});
    }
    await site.addCamera('is-removed');
    await site.startRecording();
    await recovered(site, [...ids, 'is-removed'], Date.now(), WITHIN_MS, { until: 'stored' });

    const removed = site.sources.current().find(({ cameraId }) => cameraId === 'is-removed')!;
    for (const { name, begin } of FAULTS) await begin(site, `/${name}`);
    site.sources.change(site.sources.current().filter((each) => each !== removed));
    await sleep(FAULT_MS);
    for (const { name, end } of FAULTS) await end(site, `/${name}`);
    site.sources.change([...site.sources.current(), removed]);
    await recovered(site, [...ids, 'is-removed'], Date.now(), WITHIN_MS, { until: 'stored' });
    found = await endAndCheck(site, WITHIN_MS, { rubbishCameraIds: new Set(['rubbish-pictures']) });
  });
  afterAll(async () => {
    await site.close();
    await rm(path, { recursive: true, force: true });
  });

  const of = (name: string) => ({
    causes: found.gaps.filter(({ cameraId }) => cameraId === name).map(({ cause }) => cause),
    lost: found.lost.filter((line) => line.startsWith(`${name}:`)),
    duplicated: found.duplicated.filter((line) => line.startsWith(`${name}:`)),
  });

  it.each(FAULTS)(
    '$name is recorded again, and every moment is video or a gap that says why',
    (fault) => {
      const { causes, lost, duplicated } = of(fault.name);
      expect({ lost, duplicated }).toEqual({ lost: [], duplicated: [] });
      if (fault.causes === null) expect(causes).toEqual([]);
      else {
        expect(causes.length).toBeGreaterThan(0);
        expect(causes.some((cause) => fault.causes!.includes(cause))).toBe(true);
      }
    },
  );

  it('was removed and is back has nothing told of the time in between, since nobody wanted it', async () => {
    const { causes, lost } = of('is-removed');
    expect(causes).toEqual([]);
    expect(lost).toEqual([expect.stringMatching(/^is-removed: nothing of /)]);
    const runs = await site.db
      .selectFrom('footage')
      .select('segmentsTotal')
      .where('cameraId', '=', 'is-removed')
      .execute();
    expect(runs).toHaveLength(2);
  });

  it('fails leaves no other trace: all is there once, nothing waits, no password is told', () => {
    const others = found.lost.filter((line) => !line.startsWith('is-removed:'));
    expect({ ...found, lost: others }).toMatchObject({
      ...{ lost: [], duplicated: [], orphans: [], stuck: [] },
    });
    const log = site.lines.join('\n');
    expect(log).toContain('CAMERA_UNAUTHORIZED');
    expect(log).not.toMatch(/Wx4|Qz8/);
  });
});
