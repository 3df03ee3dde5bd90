import type { StreamGapCause } from '../../pipeline/live/gap-causes.ts';
import type { HeldCamera } from '../../store/live/leases.ts';
import type { CameraState } from '../../store/schema/live.ts';
import type { WorkerLog } from '../worker-log.ts';
import type { RecordedFile, StreamParticulars } from './record/recording.ts';

/** What can be said of a camera at any moment; each change of state is logged. */
export class CameraStanding {
  readonly #log: WorkerLog;
  readonly #nowMs: () => number;
  #now: HeldCamera;

  constructor(
    cameraId: string,
    { log, nowMs }: { readonly log: WorkerLog; readonly nowMs: () => number },
  ) {
    this.#log = log;
    this.#nowMs = nowMs;
    this.#now = {
      ...{ cameraId, state: 'connecting', cause: null, since: new Date(nowMs()) },
      ...{ clockSource: null, codec: null, widthPx: null, heightPx: null, lastSegmentAt: null },
      detectionCause: null,
    };
  }

  get now(): HeldCamera {
    return this.#now;
  }

  /** A camera that failed goes on failing until there is video. */
  connects(): void {
    if (this.#now.state !== 'failing') this.#become('connecting');
  }

  gives({ codec, widthPx, heightPx }: StreamParticulars): void {
    this.#now = { ...this.#now, codec, widthPx, heightPx };
    this.#become('recording');
  }

  recorded(clockSource: RecordedFile['clockSource'], particulars: StreamParticulars | null): void {
    this.#now = { ...this.#now, clockSource };
    if (particulars === null) this.#become('recording');
    else this.gives(particulars);
  }

  fails(cause: StreamGapCause): void {
    this.#become('failing', cause);
  }

  paused(): void {
    this.#become('paused');
  }

  stored(endMs: number): void {
    const before = this.#now.lastSegmentAt?.getTime() ?? -Infinity;
    this.#now = { ...this.#now, lastSegmentAt: new Date(Math.max(before, endMs)) };
  }

  #become(state: CameraState, cause: StreamGapCause | null = null): void {
    const { cameraId, state: before, cause: causeBefore } = this.#now;
    if (state === before && cause === causeBefore) return;
    this.#now = { ...this.#now, state, cause, since: new Date(this.#nowMs()) };
    this.#log.info({ cameraId, state, cause, before }, 'the camera’s state');
  }
}
