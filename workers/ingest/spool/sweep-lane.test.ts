import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addRecorded, beginConnection, endConnection } from './connection-items.ts';
import {
  clearFile,
  itemFile,
  Lane,
  LANE_STATE_FILE,
  SECOND_FOLDER,
  sealedFile,
  secondClearFile,
} from './lane.ts';
import { sweepLane } from './sweep-lane.ts';

const START_MS = Date.parse('2026-05-01T23:59:54Z');

async function makeLane(): Promise<Lane> {
  const root = await mkdtemp(join(tmpdir(), 'wayside-lane-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return Lane.make(join(root, 'lane'), 'north gate');
}

/** Records pieces of two seconds, one after another. */
async function record(lane: Lane, numbers: readonly number[], generation = 0): Promise<void> {
  for (const sequence of numbers) {
    const path = join(lane.folder, `${sequence}.mkv`);
    await writeFile(path, `video ${sequence}`);
    const startMs = START_MS + sequence * 2000;
    const times = { startMs, endMs: startMs + 2000, clockSource: 'arrival' as const, jumpMs: 0 };
    await addRecorded(lane, { sequence, path, ...times }, generation);
  }
}

const shown = (lane: Lane | null) =>
  lane?.entries.map(({ item }) => {
    switch (item.kind) {
      case 'segment':
        return `segment ${item.sequence} at ${(item.startMs - START_MS) / 1000}`;
      case 'run-end':
        return `end of ${item.segmentsTotal}`;
      case 'gap':
        return `gap ${(item.startMs - START_MS) / 1000} to ${(item.endMs - START_MS) / 1000}`;
    }
  });

describe('a lane', () => {
  it('of a process that did nothing is swept to nothing', async () => {
    const { folder } = await makeLane();
    expect(shown(await sweepLane(folder))).toEqual([]);
    expect(await sweepLane(join(folder, 'nowhere'))).toBeNull();
  });

  it('cuts a run at midnight, at a new generation and at the end', async () => {
    const lane = await makeLane();
    await beginConnection(lane, { masks: [], generation: 0 });
    await record(lane, [0, 1, 2, 3, 4]);
    await record(lane, [5], 1);
    await endConnection(lane);
    const expected = [
      ...['segment 0 at 0', 'segment 1 at 2', 'segment 2 at 4', 'end of 3'],
      ...['segment 0 at 6', 'segment 1 at 8', 'end of 2', 'segment 0 at 10', 'end of 1'],
    ];
    expect(shown(lane)).toEqual(expected);
    expect(shown(await sweepLane(lane.folder))).toEqual(expected);
  });

  it('takes each piece once though how far it is can’t be written down', async () => {
    const lane = await makeLane();
    await beginConnection(lane, { masks: [], generation: 0 });
    await record(lane, [0]);
    const inTheWay = join(lane.folder, `${LANE_STATE_FILE}.partial`);
    await mkdir(inTheWay);
    await record(lane, [1]);
    await rm(inTheWay, { recursive: true });
    const segments = ['segment 0 at 0', 'segment 1 at 2'];
    expect(shown(lane)).toEqual(segments);
    expect(shown(await sweepLane(lane.folder))).toEqual([...segments, 'end of 2']);
  });

  it('of a killed process goes on with what waits, ends its run, and is the same swept twice', async () => {
    const lane = await makeLane();
    await beginConnection(lane, { masks: [], generation: 0 });
    await record(lane, [0, 1]);
    await lane.stored(lane.entries[0]!);
    const expected = ['segment 1 at 2', 'end of 2'];
    expect(shown(await sweepLane(lane.folder))).toEqual(expected);
    expect(shown(await sweepLane(lane.folder))).toEqual(expected);
  });

  it('keeps the smaller stream’s video with its segment, and does without where it is lost', async () => {
    const lane = await makeLane();
    await beginConnection(lane, { masks: [], generation: 0 });
    for (const sequence of [0, 1]) {
      const [path, secondPath] = [join(lane.folder, 'main.mkv'), join(lane.folder, 'second.mkv')];
      await writeFile(path, 'video');
      await writeFile(secondPath, 'small');
      const startMs = START_MS + sequence * 2000;
      const times = { startMs, endMs: startMs + 2000, clockSource: 'arrival' as const, jumpMs: 0 };
      const second = { path: secondPath, offsetMs: -700 };
      await addRecorded(lane, { sequence, path, ...times }, 0, second);
    }
    await rm(join(lane.folder, secondClearFile(1)));
    await mkdir(join(lane.folder, SECOND_FOLDER));
    const swept = await sweepLane(lane.folder);
    const seconds = swept!.entries.map(({ item }) =>
      item.kind === 'segment' ? item.second?.offsetMs : 'end',
    );
    expect(seconds).toEqual([-700, undefined, 'end']);
    expect(swept!.bytes).toBe('video'.length * 2 + 'small'.length);
    await swept!.stored(swept!.entries[0]!);
    const left = await readdir(lane.folder);
    expect(left).not.toContain(secondClearFile(0));
    expect(left).not.toContain(SECOND_FOLDER);
  });

  it('ends the run when all of its segments are stored already', async () => {
    const lane = await makeLane();
    await beginConnection(lane, { masks: [], generation: 0 });
    await record(lane, [0]);
    await lane.stored(lane.entries[0]!);
    expect(shown(await sweepLane(lane.folder))).toEqual(['end of 1']);
  });

  it('tells the gap that went on, up to where it was told', async () => {
    const lane = await makeLane();
    await lane.setState({
      openGap: { startMs: START_MS, endMs: START_MS + 3000, cause: 'CAMERA_STALLED' },
    });
    expect(shown(await sweepLane(lane.folder))).toEqual(['gap 0 to 3']);
  });

  it('leaves out what isn’t whole, and keeps the sealed file of what is', async () => {
    const lane = await makeLane();
    await beginConnection(lane, { masks: [], generation: 0 });
    await record(lane, [0, 1, 2]);
    const file = (name: string) => join(lane.folder, name);
    // Sealed; killed before the clear file went.
    await writeFile(file(sealedFile(0)), 'sealed');
    const [first] = lane.entries;
    if (first?.item.kind !== 'segment') throw new Error('no segment');
    await lane.sealed({ ...first, item: first.item }, { ticket: 'dGlja2V0', second: null }, 6);
    await writeFile(file(clearFile(0)), 'video 0');
    // Killed before its file came, and one that a full disk left half written.
    await rm(file(clearFile(1)));
    await writeFile(file(itemFile(7)), '{"kind":');
    await endConnection(lane);
    const swept = await sweepLane(lane.folder);
    expect(shown(swept)).toEqual(['segment 0 at 0', 'segment 2 at 4', 'end of 3']);
    expect(swept!.bytes).toBe('sealed'.length + 'video 2'.length);
    await swept!.stored(swept!.entries[0]!);
    const left = await readdir(lane.folder);
    expect(left.filter((name) => name.startsWith('00000000000'))).toEqual([
      ...[clearFile(2), itemFile(2), itemFile(3)],
    ]);
  });
});
