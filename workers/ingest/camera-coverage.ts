import {
  covered,
  EMPTY_LEDGER,
  noLongerWanted,
  stillMissing,
  type CoverageLedger,
  type LedgerStep,
} from '../../pipeline/live/coverage-ledger.ts';
import type { StreamGapCause } from '../../pipeline/live/gap-causes.ts';
import type { Span } from '../../pipeline/time/span.ts';
import type { CameraGap } from '../../store/live/stream-gaps.ts';
import { openGate, type Gate } from '../gate.ts';
import type { Lane } from './spool/lane.ts';

/** Writes a camera's gaps into its lane, in order with its video. */
export class CameraCoverage {
  readonly #lane: Lane;
  readonly #nowMs: () => number;
  /** Calls come from the camera's loop and from the clock. */
  readonly #inOrder: Gate = openGate();
  #ledger: CoverageLedger = EMPTY_LEDGER;

  constructor(lane: Lane, nowMs: () => number) {
    this.#lane = lane;
    this.#nowMs = nowMs;
  }

  /** The gap that goes on; null: none does. */
  get openGap(): CameraGap | null {
    const { open } = this.#ledger;
    return open === null ? null : { ...open, cameraId: this.#lane.cameraId };
  }

  /** What is known from before; the time since then was lost for this cause. Null: nothing is. */
  async begin(knownUntilMs: number | null, cause: StreamGapCause): Promise<void> {
    if (knownUntilMs === null) return;
    const ledger: CoverageLedger = { knownUntilMs, open: null };
    await this.#take(() => stillMissing(ledger, cause, this.#nowMs()));
  }

  /** There is no video now. */
  async missing(cause: StreamGapCause): Promise<void> {
    await this.#take((ledger) => stillMissing(ledger, cause, this.#nowMs()));
  }

  /** A gap that goes on reaches up to now. */
  async moveOn(): Promise<void> {
    await this.#take((ledger) =>
      ledger.open === null
        ? { ledger, closed: [] }
        : stillMissing(ledger, ledger.open.cause, this.#nowMs()),
    );
  }

  async covered(video: Span): Promise<void> {
    await this.#take((ledger) => covered(ledger, video));
  }

  /** The camera isn't this process's to record any more. */
  async end(): Promise<void> {
    await this.#take((ledger) => noLongerWanted(ledger, this.#nowMs()));
  }

  async #take(step: (ledger: CoverageLedger) => LedgerStep): Promise<void> {
    await this.#inOrder(async () => {
      const { ledger, closed } = step(this.#ledger);
      for (const gap of closed) await this.#lane.add({ kind: 'gap', ...gap });
      // Known, and told, even if the disk is too full to write it down.
      this.#ledger = ledger;
      if (ledger.open !== this.#lane.state.openGap) {
        await this.#lane.setState({ openGap: ledger.open });
      }
    });
  }
}
