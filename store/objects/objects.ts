import type { Readable } from 'node:stream';

/** One object as it lies in the store. */
export interface ObjectSummary {
  readonly key: string;
  readonly byteCount: number;
  readonly changedAt: Date;
}

/**
 * Sealed bytes under a key. Keys are paths of names without `.` and `..` (see `requireObjectKey`).
 * Every call may throw OBJECTS_UNREACHABLE; try again later. OBJECTS_REFUSED: once somebody helped.
 */
export interface Objects {
  /**
   * Stores the bytes, in place of what was there. All or nothing: until it returns, a reader meets
   * the old object or none; once it has returned the object survives a crash. An error of the source
   * stream comes out as it is, and nothing is stored.
   *
   * @throws {WaysideError} DISK_FULL
   */
  put(key: string, content: Readable | Uint8Array): Promise<void>;
  /**
   * The bytes, as a stream; end or destroy it.
   *
   * @throws {WaysideError} OBJECT_MISSING
   */
  get(key: string): Promise<Readable>;
  /** One that isn't there is no error. */
  delete(key: string): Promise<void>;
  /** What lies under the prefix (a key followed by `/`, or empty for all), in no particular order. */
  list(prefix: string): AsyncGenerator<ObjectSummary>;
  /** Null when there is none. */
  stat(key: string): Promise<ObjectSummary | null>;
}
