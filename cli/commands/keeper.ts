import { dirname, join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { Command } from 'commander';
import { hostAndPort } from '../../keeper/client/keeper-address.ts';
import type { KeeperConfig } from '../../keeper/keeper-config.ts';
import { openNetworkIdentity } from '../../keeper/network/network-identity.ts';
import { spawnKeeper } from '../../keeper/spawn.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { makeDataFolder } from '../../store/embedded/data-folder.ts';
import { dataFolderOf } from '../cluster/cluster-config.ts';
import { keeperOperations, type KeeperWatch } from '../cluster/keeper-operations.ts';
import { runService, whenThere, type ServiceRun } from '../cluster/run-service.ts';
import { loadConfig, type Config } from '../config.ts';
import { keeperRetention } from '../keeper-retention.ts';
import { openOperationsPort } from '../operations-port.ts';
import { untilStopped } from '../until-stopped.ts';

interface KeeperOptions {
  readonly fingerprint?: boolean;
  readonly json?: boolean;
}

export function keeperCommand(): Command {
  return new Command('keeper')
    .description('Run the keeper of a cluster: it alone holds the keys, and writes the audit log.')
    .option('--fingerprint', 'make the certificate, show its fingerprint, and end')
    .option('--json', 'one JSON line when it answers: {"type":"keeper"}')
    .addHelpText(
      'after',
      `
Examples:
  wayside keeper --fingerprint      what keeper.fingerprint of the other machines has to be
  wayside keeper

Listens at keeper.listen of wayside.yaml, by TLS; keys, certificate and tokens are in the folder keeper of
the data folder, made at the first start. The tokens of workers and of the API are there too, or what
WAYSIDE_KEEPER_WORKER_TOKEN and WAYSIDE_KEEPER_OPERATOR_TOKEN say. Waits for a database that isn't there
yet, or not migrated. With keeper.standby it waits, beside another one on the same shared folder, until that
one is gone; meanwhile /readyz, where operations of wayside.yaml says, answers 503.`,
    )
    .action((options: KeeperOptions) =>
      runService(options, async (run) => {
        const config = loadConfig(process.env);
        const folder = join(dataFolderOf(config), 'keeper');
        if (options.fingerprint === true) await showFingerprint(folder, run);
        else {
          const watch: KeeperWatch = { keeper: null, standby: false };
          const forProcess = processConfig(config, folder);
          const operations = await openOperationsPort(config, keeperOperations(forProcess, watch));
          try {
            await keep(forProcess, run, watch);
          } finally {
            await operations?.close();
          }
        }
      }),
    );
}

async function showFingerprint(folder: string, { output }: ServiceRun): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { fingerprint } = await openNetworkIdentity(folder);
  output.result({ type: 'keeper-fingerprint', fingerprint }, fingerprint);
}

async function keep(
  config: KeeperConfig,
  { output, log, signal }: ServiceRun,
  watch: KeeperWatch,
): Promise<void> {
  await makeDataFolder(dirname(config.folder));
  const start = () =>
    spawnKeeper(config, {
      signal,
      onStandby: () => {
        watch.standby = true;
        log.info('another keeper works: standing by');
      },
      onRestart: () => {
        watch.standby = false;
        log.warn('the keeper ended by itself and is started again');
      },
    });
  const keeper = await whenThere(start, { log, signal });
  if (keeper?.network == null) return;
  watch.keeper = keeper;
  const { fingerprint, ...place } = keeper.network;
  const address = hostAndPort(place);
  output.result(
    { type: 'keeper', address, fingerprint },
    `keeper: listening at ${address}\n  fingerprint ${fingerprint}`,
  );
  await untilStopped();
  await keeper.stop();
}

/** @throws WaysideError CONFIG_INVALID naming what is missing */
function processConfig(config: Config, folder: string): KeeperConfig {
  const { keeper, keeperUrl, audit, grants } = config;
  const { worker, operator } = keeper.tokens;
  const missing = [
    ...(keeper.listen === null ? ['keeper.listen'] : []),
    ...(keeperUrl === null ? ['keeperDatabase (or WAYSIDE_KEEPER_DATABASE_URL)'] : []),
    ...(worker === null && operator !== null ? ['WAYSIDE_KEEPER_WORKER_TOKEN'] : []),
    ...(worker !== null && operator === null ? ['WAYSIDE_KEEPER_OPERATOR_TOKEN'] : []),
  ];
  if (missing.length > 0) {
    throw new WaysideError(
      'CONFIG_INVALID',
      `the keeper needs, and is not given: ${missing.join('; ')}`,
      { details: { missing } },
    );
  }
  return {
    folder,
    databaseUrl: keeperUrl!,
    listen: keeper.listen!,
    standby: keeper.standby,
    ...(worker !== null && operator !== null ? { roleTokens: { worker, operator } } : {}),
    audit,
    ...keeperRetention(config),
    // Whoever calls is somewhere else: nobody approves on this machine.
    selfApproval: false,
    ...grants,
  };
}
