import { Counter, Gauge, Registry } from 'prom-client';
import type { KeeperFigures } from '../../keeper/client/figures-call.ts';

/** The keeper's figures as text for Prometheus. Null: it doesn't answer now. */
export async function keeperMetrics(figures: KeeperFigures | null): Promise<string> {
  const registry = new Registry();
  registry.setDefaultLabels({ process: 'keeper' });
  const registers = [registry];
  const gauge = (name: string, help: string, value: number) => {
    new Gauge({ name, help, registers }).set(value);
  };
  gauge(
    'wayside_keeper_working',
    '1: answers calls; 0: on standby, or being started',
    figures === null ? 0 : 1,
  );
  if (figures === null) return registry.metrics();
  gauge('process_resident_memory_bytes', 'Memory in use', figures.residentBytes);
  gauge('process_start_time_seconds', 'Since the Unix epoch', figures.startedAtMs / 1000);
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of all threads',
    registers,
  }).inc(figures.cpuSeconds);
  const calls = new Counter({
    name: 'wayside_keeper_calls_total',
    help: 'Calls by how they ended: ok, or an error code',
    labelNames: ['call', 'outcome'],
    registers,
  });
  for (const { count, ...labels } of figures.calls) calls.inc(labels, count);
  return registry.metrics();
}
