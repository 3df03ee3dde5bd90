import { readFile } from 'node:fs/promises';

/**
 * Names a running process so that a later process with the same pid isn't taken for it (pids come
 * again after a restart of the machine or the container): pid, boot and start time where the
 * system tells them, the pid alone elsewhere. Null when no such process runs.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!isAlive(pid)) return null;
  try {
    const [boot, processStat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name in field 2 may hold anything: count from the last parenthesis. Field 22: start time.
    const fields = processStat.slice(processStat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    return `${pid} ${boot.trim()} ${fields[19]!}`;
  } catch {
    return isAlive(pid) ? String(pid) : null;
  }
}

/** Whether the process that {@link processIdentity} named still runs. */
export async function stillRuns(identity: string): Promise<boolean> {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && (await processIdentity(pid)) === identity.trim();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
