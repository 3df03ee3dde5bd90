import type { CallHandler } from './call-handler.ts';

export const figures: CallHandler<'figures'> = ({ calls }) => {
  const { user, system } = process.cpuUsage();
  return {
    startedAtMs: Math.round(performance.timeOrigin),
    residentBytes: process.memoryUsage.rss(),
    cpuSeconds: (user + system) / 1e6,
    calls: calls.all(),
  };
};
