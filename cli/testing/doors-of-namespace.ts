/** Run inside a network namespace: `FOLDER PORT…`; its loopback's ports lead to sockets in the folder. */
import { join } from 'node:path';
import { openDoor } from './door.ts';

const [folder, ...ports] = process.argv.slice(2) as [string, ...string[]];
for (const port of ports) {
  await openDoor({ host: '127.0.0.1', port: Number(port) }, { path: join(folder, `${port}.sock`) });
}
process.stdout.write('open\n');
process.stdin.resume().on('end', () => process.exit());
