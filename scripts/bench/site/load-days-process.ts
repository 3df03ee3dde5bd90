import { openKeyring } from '../../../keeper/keyring.ts';
import { traffic, type TrafficOptions } from '../search-traffic.ts';
import { loadDay, type DayToLoad } from './load-day.ts';
import { plateCounter } from './watched-plates.ts';

/** What the process is given once; then a day at a time. */
export interface LoadSettings {
  readonly databaseUrl: string;
  readonly keyringFile: string;
  readonly retentionDays: {
    readonly reads: number;
    readonly footage: number;
    readonly crops: number;
  };
  readonly traffic: TrafficOptions;
  readonly plates: readonly string[];
}

export type LoadMessage = { readonly settings: LoadSettings } | { readonly load: DayToLoad };
/** After each day: the reads of each plate. */
export interface LoadedDay {
  readonly counts: readonly number[];
}

let settings: LoadSettings | null = null;

process.on('message', (message: LoadMessage) => {
  if ('settings' in message) settings = message.settings;
  else void load(message.load, settings!);
});

async function load(day: DayToLoad, given: LoadSettings): Promise<void> {
  const { counts, seen } = plateCounter(given.plates);
  await loadDay(
    {
      databaseUrl: given.databaseUrl,
      keyring: await openKeyring(given.keyringFile, Date.now, given.retentionDays),
      passing: traffic(given.traffic),
      seen,
    },
    day,
  );
  process.send!({ counts } satisfies LoadedDay);
}
