import { Counter, Gauge, type Registry } from 'prom-client';
import type { IngestCounters } from '../ingest/ingest-counters.ts';

/** What an ingest process counts, as it stands when it is asked for. */
export function ingestMetrics(registry: Registry, counters: IngestCounters): void {
  const registers = [registry];
  const total = (name: string, help: string, count: () => number): void => {
    new Counter({
      ...{ name, help, registers },
      collect() {
        this.reset();
        this.inc(count());
      },
    });
  };
  const now = (name: string, help: string, value: () => number): void => {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(value());
      },
    });
  };
  total('wayside_recorded_segments_total', 'Segments recorded and stored', () => counters.segments);
  total('wayside_recorded_bytes_total', 'Bytes of them', () => counters.bytes);
  now('wayside_cameras_held', 'Cameras that the process records', () => counters.camerasHeld);
  now(
    'wayside_cameras_recording',
    'Those of them that give video',
    () => counters.camerasRecording,
  );
  now('wayside_spool_bytes', 'Recorded and not stored yet', () => counters.spoolBytes);
  now('wayside_spool_entries', 'Files recorded and not stored yet', () => counters.spoolEntries);
  new Counter({
    name: 'wayside_stream_ends_total',
    help: 'Connections to cameras that ended, by cause',
    labelNames: ['cause'],
    registers,
    collect() {
      this.reset();
      for (const [cause, count] of Object.entries(counters.disconnects)) this.inc({ cause }, count);
    },
  });
}
