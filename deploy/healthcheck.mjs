// Whether the process of this container can work: its operations port answers /readyz.
/* global fetch, AbortSignal */
import process from 'node:process';

const READY = 'http://127.0.0.1:9480/readyz';
const WITHIN_MS = 4000;

fetch(READY, { signal: AbortSignal.timeout(WITHIN_MS) }).then(
  ({ ok }) => process.exit(ok ? 0 : 1),
  () => process.exit(1),
);
