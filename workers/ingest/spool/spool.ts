import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WaysideError } from '../../../pipeline/errors.ts';
import { withFileLock } from '../../../store/embedded/file-lock.ts';
import { Lane } from './lane.ts';
import { endOwnership, isAbandoned, showLife, takeOwnership } from './spool-owner.ts';

export interface SpoolOptions {
  /** The folder of all processes; made if it isn't there. */
  readonly root: string;
  readonly host: string;
}

/** What a dead process left. */
export interface Legacy {
  readonly processId: string;
  /** Folders for `sweepLane`; give each back with `forget`. */
  readonly laneFolders: readonly string[];
}

const PREFIX = 'process-';

/**
 * Where recorded video waits until it is stored: a folder for each process, in it a lane for each camera.
 * No process touches a folder whose owner lives.
 */
export class Spool {
  /** Of this process; new at each start. */
  readonly processId = randomUUID();
  readonly folder: string;
  readonly #options: SpoolOptions;
  readonly #lanes = new Map<string, Promise<Lane>>();

  private constructor(options: SpoolOptions) {
    this.#options = options;
    this.folder = join(options.root, `${PREFIX}${this.processId}`);
  }

  /** @throws WaysideError DATA_FOLDER_UNUSABLE, DISK_FULL */
  static async open(options: SpoolOptions): Promise<Spool> {
    const spool = new Spool(options);
    try {
      await mkdir(spool.folder, { recursive: true, mode: 0o700 });
      await takeOwnership(spool.folder, options.host);
    } catch (cause) {
      const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
      throw new WaysideError(
        isFull ? 'DISK_FULL' : 'DATA_FOLDER_UNUSABLE',
        isFull ? `no space left for ${options.root}` : `can't make ${spool.folder}`,
        { details: { folder: options.root }, cause },
      );
    }
    return spool;
  }

  /** This process's lane of the camera. */
  lane(cameraId: string): Promise<Lane> {
    const known = this.#lanes.get(cameraId);
    if (known !== undefined) return known;
    // Names of cameras may be longer than those of files.
    const name = createHash('sha256').update(cameraId).digest('hex').slice(0, 32);
    const made = Lane.make(join(this.folder, name), cameraId);
    this.#lanes.set(cameraId, made);
    made.catch(() => this.#lanes.delete(cameraId));
    return made;
  }

  /** Takes over what dead processes left; of two that try, one gets it. */
  async inherit(): Promise<readonly Legacy[]> {
    const { root, host } = this.#options;
    const abandoned = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const name of await readdir(root)) {
        const folder = join(root, name);
        if (!name.startsWith(PREFIX) || folder === this.folder) continue;
        if (await isAbandoned(folder, host).catch(() => false)) found.push(name);
      }
      return found;
    };
    if ((await abandoned()).length === 0) return [];
    return withFileLock(join(root, 'lock'), async () => {
      const legacies: Legacy[] = [];
      for (const name of await abandoned()) {
        const folder = join(root, name);
        await takeOwnership(folder, host);
        const entries = await readdir(folder, { withFileTypes: true });
        const lanes = entries.filter((entry) => entry.isDirectory());
        legacies.push({
          processId: name.slice(PREFIX.length),
          laneFolders: lanes.map((lane) => join(folder, lane.name)),
        });
        if (lanes.length === 0) await rm(folder, { recursive: true, force: true });
      }
      return legacies;
    });
  }

  /** Nothing waits in the lane's folder any more; with its process's last one, that goes too. */
  async forget(laneFolder: string): Promise<void> {
    await rm(laneFolder, { recursive: true, force: true });
    const parent = dirname(laneFolder);
    const others = await readdir(parent, { withFileTypes: true });
    if (parent !== this.folder && !others.some((entry) => entry.isDirectory())) {
      await rm(parent, { recursive: true, force: true });
    }
  }

  /** Others see by this that the process lives. */
  async showLife(): Promise<void> {
    await showLife(this.folder);
  }

  /** What still waits is left to whoever inherits it. */
  async close(): Promise<void> {
    const lanes = await Promise.all([...this.#lanes.values()]);
    const empty = lanes.filter(({ entries }) => entries.length === 0);
    for (const { folder } of empty) await rm(folder, { recursive: true, force: true });
    if (empty.length === lanes.length) await rm(this.folder, { recursive: true, force: true });
    else await endOwnership(this.folder, this.#options.host);
  }
}
