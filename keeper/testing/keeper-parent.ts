import { parseKeeperConfig } from '../keeper-config.ts';
import { spawnKeeper } from '../spawn.ts';

/** A program that starts a keeper, says its process id, and then waits to be killed. */
const keeper = await spawnKeeper(parseKeeperConfig(process.argv[2] ?? ''));
process.stdout.write(`${keeper.pid}\n`);
setInterval(() => undefined, 60_000);
