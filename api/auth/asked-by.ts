import type { FastifyRequest } from 'fastify';
import type { AskedBy } from '../../keeper/client/asked-by.ts';

/** Who makes the request, as the audit log names them; `nobody` before a sign-in. */
export function askedBy({ actor, id }: FastifyRequest): AskedBy {
  const { name, role } = actor ?? { name: 'nobody', role: 'nobody' };
  return { name, role, requestId: id };
}
