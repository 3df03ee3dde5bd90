import { Gauge, Registry } from 'prom-client';
import { dayNumberOf, DAY_MS } from '../../pipeline/time/utc-day.ts';
import { lagOfCameras } from '../../store/live/lag.ts';
import { liveStatesOf } from '../../store/live/live-states.ts';
import { currentThinning } from '../../store/live/thinning.ts';
import { lastRuns } from '../../store/retention/retention-runs.ts';
import { CAMERA_STATES } from '../../store/schema/live.ts';
import { JOB_NAMES } from '../../workers/job-map.ts';
import type { MetricValues } from '../../workers/operations/metrics-of-processes.ts';
import { SERVICES, type Readiness } from '../../workers/operations/readiness.ts';
import type { ApiContext } from '../context.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'queues' | 'nowMs'>;

/**
 * What is true of the whole site now, asked of its services: recording and lag of every camera, queues,
 * thinning, keys, retention. What a service that is away would say is left out, and `wayside_service_up`
 * is 0 for it. No value says what was read or searched.
 */
export async function siteMetrics(context: Context, readiness: Readiness): Promise<MetricValues> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const up = gauge('wayside_service_up', 'Whether the service answers', ['service']);
  for (const name of SERVICES) up.set({ service: name }, readiness.services[name] === 'ok' ? 1 : 0);
  await Promise.allSettled([
    cameras(context, gauge),
    queues(context, gauge),
    thinning(context, gauge),
    keys(context, gauge),
    retention(context, gauge),
  ]);
  return registry.getMetricsAsJSON();
}

type NewGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

async function cameras({ db, nowMs }: Context, gauge: NewGauge): Promise<void> {
  const lags = await lagOfCameras(db, nowMs());
  const ids = lags.map(({ cameraId }) => cameraId);
  const states = await liveStatesOf(db, ids, nowMs());
  const lag = gauge(
    'wayside_camera_lag_seconds',
    'Age of the oldest video of its newest run that nobody looked at yet',
    ['camera'],
  );
  const waiting = gauge('wayside_camera_waiting_segments', 'Segments nobody looked at yet', [
    'camera',
  ]);
  const state = gauge('wayside_camera_state', '1 for the state that the stream is in', [
    'camera',
    'state',
  ]);
  const silence = gauge(
    'wayside_camera_last_segment_age_seconds',
    'Since the end of the last segment that was stored',
    ['camera'],
  );
  for (const { cameraId: camera, lagMs, waitingSegments } of lags) {
    lag.set({ camera }, lagMs / 1000);
    waiting.set({ camera }, waitingSegments);
    const live = states.get(camera);
    if (live === undefined) continue;
    for (const name of CAMERA_STATES) {
      state.set({ camera, state: name }, live.state === name ? 1 : 0);
    }
    if (live.lastSegmentAt !== null) {
      silence.set({ camera }, Math.max(0, nowMs() - live.lastSegmentAt.getTime()) / 1000);
    }
  }
}

async function queues({ queues: jobs }: Context, gauge: NewGauge): Promise<void> {
  const pending = gauge('wayside_jobs_pending', 'Jobs that wait, run or are to be tried again', [
    'queue',
  ]);
  for (const name of JOB_NAMES) pending.set({ queue: name }, await jobs.pending(name));
}

async function thinning({ db }: Context, gauge: NewGauge): Promise<void> {
  const { level, backlogMs } = await currentThinning(db);
  gauge(
    'wayside_thinning_level',
    '0: looked at as configured; 1, 2: less often; 3: newest first too',
  ).set(level);
  gauge('wayside_backlog_seconds', 'How far detection is behind').set(backlogMs / 1000);
}

async function keys({ keeper, nowMs }: Context, gauge: NewGauge): Promise<void> {
  const { oldestDays, clockLeap, auditEntries } = await keeper.status();
  const held = gauge('wayside_keys_days', 'Days whose keys are kept, today’s among them', ['kind']);
  const today = Math.floor(nowMs() / DAY_MS);
  for (const [kind, day] of Object.entries(oldestDays)) {
    held.set({ kind }, today - dayNumberOf(day) + 1);
  }
  gauge('wayside_keeper_clock_held_back', '1 while the keeper doesn’t believe its clock').set(
    clockLeap === null ? 0 : 1,
  );
  gauge('wayside_audit_entries', 'Entries of the audit log').set(auditEntries);
}

async function retention({ db }: Context, gauge: NewGauge): Promise<void> {
  const ended = (await lastRuns(db, 5)).find(({ endedAt }) => endedAt !== null)?.endedAt;
  if (ended == null) return;
  gauge('wayside_retention_last_run_seconds', 'When retention last ran to its end, Unix time').set(
    ended.getTime() / 1000,
  );
}
