import { chmod, unlink } from 'node:fs/promises';
import net from 'node:net';
import { WaysideError } from '../pipeline/errors.ts';

/** `sun_path` of a Unix socket, less its closing zero; macOS has the smaller one. */
const MOST_PATH_BYTES = 103;

/** Listens on a Unix socket of mode 0600, or 0660 with `groupAccess`. Throws CONFIG_INVALID. */
export async function listenOnSocket(
  server: net.Server,
  socketPath: string,
  groupAccess: boolean,
): Promise<void> {
  await makeWayFor(socketPath);
  // The mask, not chmod alone: between listen and chmod anybody could connect.
  const mode = groupAccess ? 0o660 : 0o600;
  const mask = process.umask(0o777 & ~mode);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    await chmod(socketPath, mode);
  } catch (cause) {
    throw new WaysideError('CONFIG_INVALID', `the keeper can't listen at ${socketPath}`, {
      details: { socketPath },
      cause,
    });
  } finally {
    process.umask(mask);
  }
}

/** Removes the socket of a keeper that is gone. Throws CONFIG_INVALID when one answers there. */
async function makeWayFor(socketPath: string): Promise<void> {
  if (Buffer.byteLength(socketPath) > MOST_PATH_BYTES) {
    throw new WaysideError(
      'CONFIG_INVALID',
      `the socket path ${socketPath} is longer than the ${MOST_PATH_BYTES} bytes that systems take`,
      { details: { socketPath, atMost: MOST_PATH_BYTES } },
    );
  }
  const taken = await new Promise<boolean>((resolve) => {
    const probe = net.connect(socketPath);
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => {
      resolve(false);
    });
  });
  if (taken) {
    throw new WaysideError('CONFIG_INVALID', `a keeper answers at ${socketPath} already`, {
      details: { socketPath },
    });
  }
  try {
    await unlink(socketPath);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
