import { destination, pino, type Logger } from 'pino';

export type WorkerLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** JSON lines on stderr: ids, codes and times. Never plate text. */
export const workerLog: WorkerLog = pino(
  { base: { pid: process.pid }, level: process.env.WAYSIDE_LOG_LEVEL ?? 'info' },
  destination({ fd: 2, sync: true }),
);
