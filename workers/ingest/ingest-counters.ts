import type { StreamGapCause } from '../../pipeline/live/gap-causes.ts';

/** What an ingest process did since its start, and what waits now: for metrics. */
export interface IngestCounters {
  /** Stored since the start. */
  segments: number;
  /** Of their clear video. */
  bytes: number;
  /** Connections that ended, by what ended them. */
  readonly disconnects: Partial<Record<StreamGapCause, number>>;
  /** Cameras that this process holds, and how many of them give video. */
  camerasHeld: number;
  camerasRecording: number;
  /** Waiting in the spool. */
  spoolBytes: number;
  spoolEntries: number;
}

export function newIngestCounters(): IngestCounters {
  return {
    segments: 0,
    bytes: 0,
    disconnects: {},
    camerasHeld: 0,
    camerasRecording: 0,
    spoolBytes: 0,
    spoolEntries: 0,
  };
}
