import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { newIngestCounters } from '../ingest/ingest-counters.ts';
import { ingestMetrics } from './ingest-metrics.ts';

describe('ingestMetrics', () => {
  it('tells what the counters say when it is asked, however often', async () => {
    const counters = newIngestCounters();
    const registry = new Registry();
    ingestMetrics(registry, counters);
    expect(await registry.metrics()).toMatch(/^wayside_recorded_segments_total 0$/m);
    counters.segments = 7;
    counters.disconnects.CAMERA_STALLED = 2;
    for (let times = 0; times < 2; times++) {
      const text = await registry.metrics();
      expect(text).toMatch(/^wayside_recorded_segments_total 7$/m);
      expect(text).toMatch(/^wayside_stream_ends_total\{cause="CAMERA_STALLED"\} 2$/m);
    }
  });
});
