import type { FastifyInstance, FastifyRequest } from 'fastify';

const BODY_TIMEOUT_MS = 30_000;

const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();

/**
 * Hangs up on whoever sends the body of a request, other than an upload, for longer than half a minute.
 * Uploads are read by their routes only, after the guard, and are bounded by the server's own time-out.
 */
export function limitBodyTime(app: FastifyInstance, timeoutMs = BODY_TIMEOUT_MS): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (hasBody(request)) {
      const timer = setTimeout(() => request.raw.destroy(), timeoutMs);
      timer.unref();
      timers.set(request, timer);
    }
    done();
  });
  app.addHook('preValidation', (request, _reply, done) => {
    stop(request);
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    stop(request);
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  if (headers['content-type']?.startsWith('multipart/form-data') === true) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function stop(request: FastifyRequest): void {
  clearTimeout(timers.get(request));
}
