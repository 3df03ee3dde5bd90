/** An import in a process of its own, for tests that kill it. Told what to do in its first message. */
import { openServices } from '../compose.ts';
import type { ServicesConfig } from '../config.ts';
import { importFootage } from '../import.ts';

export interface ImportOrder {
  readonly config: ServicesConfig;
  readonly file: string;
  readonly cameraId: string;
  readonly startedAt: string;
  readonly segmentMs: number;
}

process.once('message', (order: ImportOrder) => {
  void (async () => {
    const services = await openServices(order.config, { applicationName: 'wayside test import' });
    await importFootage(order.file, {
      cameraId: order.cameraId,
      startedAt: new Date(order.startedAt),
      segmentMs: order.segmentMs,
      services,
      onProgress: (progress) => process.send?.(progress),
    });
    await services.close();
    process.disconnect();
  })();
});
