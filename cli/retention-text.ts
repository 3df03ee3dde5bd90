import type { RetentionReceipt } from '../api/retention/retention-receipt.ts';
import type { RetentionView } from '../api/retention/retention-view.ts';
import { RETENTION_KINDS } from '../store/retention/retention-settings.ts';

/** For people, a few lines. */
export function statusText(view: RetentionView): string {
  const { days, ceilingDays, cameras, ratchets, clockLeap, lastRuns } = view;
  return [
    ...RETENTION_KINDS.map((kind) => {
      const oldest = ratchets.find(({ name }) => name === kind)?.oldestDay;
      const since = oldest === undefined ? '' : `, readable since ${oldest}`;
      return `${kind}: ${days[kind]} days, ceiling ${ceilingDays[kind]}${since}`;
    }),
    ...cameras.map(({ cameraId, days: shorter }) => {
      const each = Object.entries(shorter).map(([kind, count]) => `${kind} ${count}`);
      return `camera ${cameraId}: ${each.join(', ')} days`;
    }),
    ...(clockLeap === null
      ? []
      : [
          `the clock went to ${clockLeap.toDay}, further than the keeper believes; if it is right: ` +
            'wayside retention run --clock-is-right',
        ]),
    ...lastRuns.map(
      ({ startedAt, endedAt, receipt }) =>
        `run ${startedAt}: ${receipt === null ? (endedAt ?? 'not ended') : deletedText(receipt)}`,
    ),
  ].join('\n');
}

export function receiptText(receipt: RetentionReceipt): string {
  const what = receipt.dryRun ? 'would delete' : 'deleted';
  return `${what} ${deletedText(receipt)}`;
}

function deletedText({ objects, rows }: RetentionReceipt): string {
  const tables = Object.entries(rows).filter(([, count]) => count > 0);
  return [
    `${objects.deleted} objects (${objects.bytes} bytes)`,
    ...tables.map(([table, count]) => `${count} ${table} rows`),
    ...(objects.held > 0 ? [`${objects.held} objects held`] : []),
    ...(objects.failed > 0 ? [`${objects.failed} objects not deleted, tried again`] : []),
  ].join(', ');
}
