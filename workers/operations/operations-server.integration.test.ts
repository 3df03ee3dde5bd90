import { afterEach, describe, expect, it } from 'vitest';
import { metricsText } from './metrics-of-processes.ts';
import { serveOperations, type OperationsServer } from './operations-server.ts';
import { processRegistry } from './process-registry.ts';
import type { Readiness } from './readiness.ts';
import { workMetrics } from './work-metrics.ts';

let server: OperationsServer | null = null;
afterEach(() => server?.close());

const OK: Readiness = {
  ready: true,
  services: { database: 'ok', keeper: 'ok', queue: 'ok', objects: 'ok' },
};

async function serve(readiness: () => Promise<Readiness>, metrics = () => Promise.resolve('')) {
  server = await serveOperations({ host: '127.0.0.1', port: 0 }, { readiness, metrics });
  return async (path: string, method = 'GET') => {
    const answer = await fetch(`${server!.url}${path}`, { method });
    return { status: answer.status, body: await answer.text(), headers: answer.headers };
  };
}

describe('the operations port', () => {
  it('says whether the process answers, and whether it can work', async () => {
    let state = OK;
    const ask = await serve(() => Promise.resolve(state));
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    expect((await ask('/readyz')).status).toBe(200);
    state = { ready: false, services: { ...OK.services, queue: 'QUEUE_UNREACHABLE' } };
    const away = await ask('/readyz');
    expect(away.status).toBe(503);
    expect(JSON.parse(away.body)).toEqual(state);
    expect((await ask('/healthz')).status).toBe(200);
  });

  it('knows nothing else, and takes nothing', async () => {
    const ask = await serve(() => Promise.reject(new Error('broken')));
    expect((await ask('/')).status).toBe(404);
    expect((await ask('/metrics', 'POST')).status).toBe(404);
    expect(await ask('/readyz')).toMatchObject({ status: 500 });
  });

  it('gives the values of several processes, each under its own name', async () => {
    const values = await Promise.all(
      ['worker-1', 'worker-2'].map(async (name, i) => {
        const registry = processRegistry(name);
        const metrics = workMetrics(registry);
        for (let n = 0; n <= i; n++) metrics.failed('DISK_FULL', 'detect');
        return registry.getMetricsAsJSON();
      }),
    );
    const ask = await serve(
      () => Promise.resolve(OK),
      () => metricsText(values),
    );
    const { body, headers } = await ask('/metrics');
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(body).toMatch(/wayside_errors_total\{.*process="worker-1".*\} 1\n/);
    expect(body).toMatch(/wayside_errors_total\{.*process="worker-2".*\} 2\n/);
    expect(body).toMatch(/process_resident_memory_bytes\{.*process="worker-2".*\} \d+/);
  });
});
