import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openGate, type Gate } from '../../gate.ts';
import type { LaneState, SegmentItem, SpoolItem } from './spool-item.ts';
import { writeJsonFile } from './json-file.ts';
import { WakeUp } from './wake-up.ts';

/** Something that waits in a lane. */
export interface LaneEntry {
  /** Names its files; grows along the lane. */
  readonly number: number;
  readonly item: SpoolItem;
  /** What its video takes on the disk. */
  readonly bytes: number;
}

export interface SegmentEntry extends LaneEntry {
  readonly item: SegmentItem;
}

export const LANE_STATE_FILE = 'lane.json';
export const RECORDING_FOLDER = 'recording';
/** What comes of the camera's smaller stream, until a segment takes it. */
export const SECOND_FOLDER = 'second';
export const itemFile = (number: number): string => `${String(number).padStart(12, '0')}.json`;
export const clearFile = (number: number): string => `${String(number).padStart(12, '0')}.clear`;
export const sealedFile = (number: number): string => `${String(number).padStart(12, '0')}.sealed`;

/** The same of the smaller stream's video. */
export const secondClearFile = (number: number): string =>
  `${String(number).padStart(12, '0')}.second.clear`;
export const secondSealedFile = (number: number): string =>
  `${String(number).padStart(12, '0')}.second.sealed`;

/**
 * What of one camera waits to be stored, in order, each on the disk before it counts. One lane has one
 * writer; its two readers seal what is clear (`seal-lane.ts`) and store what is first (`store-lane.ts`).
 */
export class Lane {
  readonly folder: string;
  /** Called whenever there is something new to do. */
  readonly toSeal = new WakeUp();
  readonly toStore = new WakeUp();
  readonly #stateGate: Gate = openGate();
  #state: LaneState;
  #entries: LaneEntry[];
  #nextNumber: number;

  constructor(folder: string, state: LaneState, entries: readonly LaneEntry[] = []) {
    this.folder = folder;
    this.#state = state;
    this.#entries = [...entries];
    this.#nextNumber = (entries.at(-1)?.number ?? -1) + 1;
  }

  static async make(folder: string, cameraId: string): Promise<Lane> {
    await mkdir(join(folder, RECORDING_FOLDER), { recursive: true, mode: 0o700 });
    const lane = new Lane(folder, { cameraId, openGap: null, connection: null });
    await lane.setState({});
    return lane;
  }

  get cameraId(): string {
    return this.#state.cameraId;
  }

  get state(): LaneState {
    return this.#state;
  }

  /** In order. */
  get entries(): readonly LaneEntry[] {
    return this.#entries;
  }

  /** The first segment whose video still has to be sealed. */
  get firstClear(): SegmentEntry | undefined {
    return this.#entries.find((entry): entry is SegmentEntry => isSegment(entry) && isClear(entry));
  }

  /** Of all video that waits. */
  get bytes(): number {
    return this.#entries.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** End of the last video or gap that waits; null: none does. */
  get knownUntilMs(): number | null {
    const ends = this.#entries.flatMap(({ item }) => (item.kind === 'run-end' ? [] : [item.endMs]));
    return ends.length === 0 ? null : Math.max(...ends);
  }

  async setState(change: Partial<Omit<LaneState, 'cameraId'>>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await this.#stateGate(() => writeJsonFile(join(this.folder, LANE_STATE_FILE), this.#state));
  }

  async add(item: Exclude<SpoolItem, SegmentItem>): Promise<void> {
    await this.#append(item, 0);
  }

  /** Takes the file of a finished piece of video, and that of the smaller stream where the item names one. */
  async addVideo(
    { path, secondPath }: { readonly path: string; readonly secondPath: string | null },
    item: Omit<SegmentItem, 'kind' | 'byteCount' | 'ticket' | 'failureCode'>,
  ): Promise<void> {
    const { size } = await stat(path);
    const secondBytes = secondPath === null ? 0 : (await stat(secondPath)).size;
    const unsealed = { kind: 'segment', byteCount: size, ticket: null, failureCode: null } as const;
    // An item without its file is none: killed in between, the file is still where it was.
    await this.#append({ ...item, ...unsealed }, size + secondBytes, async (number) => {
      if (secondPath !== null) await rename(secondPath, join(this.folder, secondClearFile(number)));
      await rename(path, join(this.folder, clearFile(number)));
    });
  }

  /** The sealed files are written; the clear ones go. */
  async sealed(
    { number, item }: SegmentEntry,
    tickets: Pick<SegmentItem, 'ticket' | 'second'>,
    bytes: number,
  ): Promise<void> {
    await this.#replace({ number, item: { ...item, ...tickets }, bytes });
    await rm(join(this.folder, clearFile(number)), { force: true });
    await rm(join(this.folder, secondClearFile(number)), { force: true });
    this.toStore.call();
  }

  /** It can never be stored: what is left is to say why. */
  async failed({ number, item }: SegmentEntry, failureCode: string): Promise<void> {
    await this.#replace({ number, item: { ...item, failureCode }, bytes: 0 });
    await this.#removeVideo(number);
    this.toStore.call();
  }

  async stored({ number }: LaneEntry): Promise<void> {
    await rm(join(this.folder, itemFile(number)), { force: true });
    await this.#removeVideo(number);
    if (this.#entries[0]?.number === number) this.#entries.shift();
    else this.#entries = this.#entries.filter((entry) => entry.number !== number);
  }

  async #append(
    item: SpoolItem,
    bytes: number,
    bringFile: (number: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const number = this.#nextNumber++;
    await writeJsonFile(join(this.folder, itemFile(number)), item);
    await bringFile(number);
    this.#entries.push({ number, item, bytes });
    this.toSeal.call();
    this.toStore.call();
  }

  async #replace(entry: SegmentEntry): Promise<void> {
    await writeJsonFile(join(this.folder, itemFile(entry.number)), entry.item);
    this.#entries = this.#entries.map((before) =>
      before.number === entry.number ? entry : before,
    );
  }

  async #removeVideo(number: number): Promise<void> {
    for (const name of videoFiles(number)) await rm(join(this.folder, name), { force: true });
  }
}

export function videoFiles(number: number): readonly string[] {
  return [clearFile, sealedFile, secondClearFile, secondSealedFile].map((file) => file(number));
}

export function isSegment(entry: LaneEntry): entry is SegmentEntry {
  return entry.item.kind === 'segment';
}

/** Whether the segment's video still has to be sealed. */
export function isClear({ item }: SegmentEntry): boolean {
  return item.ticket === null && item.failureCode === null;
}
