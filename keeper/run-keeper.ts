import path from 'node:path';
import { once } from 'node:events';
import { WaysideError } from '../pipeline/errors.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { keepRetentionRegularly } from './keep-retention.ts';
import type { KeeperConfig } from './keeper-config.ts';
import { openKeeperState } from './keeper-state.ts';
import { openNetworkIdentity } from './network/network-identity.ts';
import { takeSolePlace } from './network/sole-keeper.ts';
import { serveKeeper, type Places } from './server.ts';

/** Where a keeper answers. */
export interface ReadyPlaces {
  readonly socketPath: string;
  /** Null: in no network. */
  readonly network: {
    readonly host: string;
    readonly port: number;
    readonly fingerprint: string;
  } | null;
}

export interface RunKeeperOptions {
  /** Aborted: answer the calls there are, and return. */
  readonly signal: AbortSignal;
  readonly onStandby: () => void;
  readonly onReady: (places: ReadyPlaces) => void;
}

/**
 * Answers until it is told to stop; with `standby`, once no other keeper of the site does. Throws what
 * `openKeeperState` and `serveKeeper` throw; KEEPER_UNREACHABLE when another may have taken its place.
 */
export async function runKeeper(config: KeeperConfig, options: RunKeeperOptions): Promise<void> {
  const { signal, onStandby } = options;
  if (config.standby !== true) {
    await answerCalls(config, options, new Promise(() => undefined));
    return;
  }
  const place = await takeSolePlace(config.databaseUrl, { signal, onWaiting: onStandby });
  if (place === null) return;
  try {
    await answerCalls(config, options, place.lost);
  } finally {
    await place.leave();
  }
}

async function answerCalls(
  config: KeeperConfig,
  { signal, onReady }: RunKeeperOptions,
  lost: Promise<void>,
): Promise<void> {
  const socketPath = path.resolve(config.socketPath ?? keeperPaths(config.folder).socket);
  const keeper = await openKeeperState(config, Date.now);
  const retention = keepRetentionRegularly(keeper);
  try {
    const network = await networkOf(config);
    const groupAccess = config.groupAccess ?? false;
    const server = await serveKeeper(keeper, { socketPath, groupAccess, network });
    onReady({
      socketPath,
      network:
        network === null
          ? null
          : {
              host: network.host,
              port: server.port!,
              fingerprint: network.identity.fingerprint,
            },
    });
    const ended = await Promise.race([
      signal.aborted ? 'stop' : once(signal, 'abort').then(() => 'stop'),
      lost.then(() => 'lost'),
    ]);
    if (ended === 'lost') {
      // No last answers: another keeper may be at work by now.
      throw new WaysideError('KEEPER_UNREACHABLE', 'this keeper lost its lock in the database');
    }
    await server.close();
  } finally {
    retention.stop();
    await keeper.audit.close();
  }
}

async function networkOf({ folder, listen }: KeeperConfig): Promise<Places['network']> {
  return listen === undefined ? null : { ...listen, identity: await openNetworkIdentity(folder) };
}
