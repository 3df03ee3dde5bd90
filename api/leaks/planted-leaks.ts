import type { FastifyInstance } from 'fastify';
import { WaysideError } from '../../pipeline/errors.ts';
import { CANARIES } from './canary-plates.ts';
import type { Leak } from './find-leaks.ts';

const access = { config: { access: 'public' } } as const;

/** Routes that each do one thing that none may. */
export function plantLeaks(app: FastifyInstance): void {
  app.get('/planted/answer', access, () => ({ plates: [{ text: CANARIES.unasked }] }));
  app.get('/planted/encoded', access, () => ({
    thumbnail: Buffer.from(`<svg>${CANARIES.ofAnother}</svg>`).toString('base64'),
  }));
  app.get('/planted/header', access, (_request, reply) =>
    reply.header('x-found', encodeURIComponent(CANARIES.closed)).send({}),
  );
  app.get('/planted/log', access, (request) => {
    request.log.info({ looked: CANARIES.granted }, 'looked for a plate');
    return {};
  });
  app.post('/planted/echo', access, (request) => {
    throw new WaysideError('USAGE', `what is ${JSON.stringify(request.body)}?`);
  });
  app.get('/planted/error', access, () => {
    throw new WaysideError('NOT_FOUND', `no track of ${CANARIES.withdrawn.toLowerCase()}`);
  });
}

export const PLANTED: readonly Pick<Leak, 'place' | 'route' | 'plate'>[] = [
  { place: 'answer', route: 'GET /planted/answer', plate: 'unasked' },
  { place: 'answer', route: 'GET /planted/encoded', plate: 'ofAnother' },
  { place: 'header', route: 'GET /planted/header', plate: 'closed' },
  { place: 'log', route: 'GET /planted/log', plate: 'granted' },
  { place: 'error', route: 'POST /planted/echo', plate: 'typed' },
  { place: 'error', route: 'GET /planted/error', plate: 'withdrawn' },
];
