import { once } from 'node:events';
import { createConnection, createServer, type NetConnectOpts, type Server } from 'node:net';

/** Passes every connection that comes in at one place on to another, and both ends' going. */
export async function openDoor(
  from: { readonly host: string; readonly port: number } | { readonly path: string },
  to: NetConnectOpts,
): Promise<Server> {
  const door = createServer((outside) => {
    const inside = createConnection(to);
    outside.pipe(inside).pipe(outside);
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  door.listen(from);
  await once(door, 'listening');
  return door;
}
