import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * The values of one process: its memory, processor and event loop, and what is added to it.
 * @param process what tells it from the others of a site, such as `worker-1`
 */
export function processRegistry(process: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry });
  return registry;
}
