// Whether the process of this container works: its operations port answers /readyz, or the address in
// WAYSIDE_HEALTH takes connections (the keeper's, which speaks no HTTP).
/* global URL, fetch, AbortSignal */
import { connect } from 'node:net';
import process from 'node:process';

const place = process.env.WAYSIDE_HEALTH ?? 'http://127.0.0.1:9480/readyz';
const WITHIN_MS = 4000;

const url = new URL(place);
if (url.protocol === 'tcp:') {
  const socket = connect({ host: url.hostname, port: Number(url.port), timeout: WITHIN_MS });
  socket.on('connect', () => process.exit(0));
  for (const end of ['error', 'timeout']) socket.on(end, () => process.exit(1));
} else {
  fetch(url, { signal: AbortSignal.timeout(WITHIN_MS) }).then(
    ({ ok }) => process.exit(ok ? 0 : 1),
    () => process.exit(1),
  );
}
