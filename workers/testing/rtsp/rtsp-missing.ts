import { spawnSync } from 'node:child_process';
import { unlessAllTests } from '../installed.ts';
import { INSTALL, PYTHON, SCRIPT } from './rtsp-process.ts';

/** Why there can be no RTSP cameras here, or null when there can. */
export function rtspMissing(): string | null {
  // With nothing to read, the script ends as soon as it has found what it needs.
  const found = spawnSync(PYTHON, [SCRIPT], { input: '' }).status === 0;
  return unlessAllTests(found ? null : `GStreamer's RTSP server is missing (Debian: ${INSTALL})`);
}
