import { statfs } from 'node:fs/promises';
import type { SpoolConfig } from '../ingest-config.ts';

export type RoomShortage = 'SPOOL_FULL' | 'DISK_FULL';

/** Recording goes on only when there is a little more room than it stopped for. */
const AGAIN_BELOW_PART = 0.9;
const AGAIN_ABOVE_PART = 1.2;

/** Whether there is room for what cameras send. */
export class Room {
  readonly #config: SpoolConfig;
  #shortage: RoomShortage | null = null;

  constructor(config: SpoolConfig) {
    this.#config = config;
  }

  /** Null: there is room. @param bytes what waits in the spool by now */
  async look(bytes: number): Promise<RoomShortage | null> {
    const { folder, mostBytes, keepFreeBytes } = this.#config;
    const volume = await statfs(folder);
    const freeBytes = volume.bavail * volume.bsize;
    const was = this.#shortage;
    const spoolIsFull = bytes >= mostBytes * (was === 'SPOOL_FULL' ? AGAIN_BELOW_PART : 1);
    const diskIsFull = freeBytes < keepFreeBytes * (was === 'DISK_FULL' ? AGAIN_ABOVE_PART : 1);
    this.#shortage = spoolIsFull ? 'SPOOL_FULL' : diskIsFull ? 'DISK_FULL' : null;
    return this.#shortage;
  }
}
