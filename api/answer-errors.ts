import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ERROR_CATALOGUE, WaysideError, type ErrorCode } from '../pipeline/errors.ts';

/** Every answer with a status of 400 or more. */
export const ErrorAnswer = Type.Object(
  {
    code: Type.Enum(Object.keys(ERROR_CATALOGUE)),
    message: Type.String(),
    details: Type.Record(Type.String(), Type.Unknown()),
    requestId: Type.String(),
  },
  { $id: 'Error', additionalProperties: false },
);

/** Refusals of Fastify and PostgreSQL, as ours. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_REQ_FILE_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  // PostgreSQL's for a text with U+0000, which JSON and the schemas let through.
  '22021': 'USAGE',
  '22P05': 'USAGE',
};

/** No stack, no value of a request and no plate text goes out or into the log. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | WaysideError, request, reply) => {
    const known = asWaysideError(error);
    if (known.code === 'INTERNAL') {
      const { name, stack } = (known.cause ?? known) as Error;
      request.log.error({ failure: name, at: stack?.split('\n').slice(1, 6) }, 'request failed');
    }
    return answer(request, reply, known);
  });
  app.setNotFoundHandler((request, reply) =>
    answer(request, reply, new WaysideError('NOT_FOUND', 'there is no such address')),
  );
}

/** For addresses that can't be read; Fastify's own answer repeats them. */
export function answerBadAddress(_: unknown, request: FastifyRequest, reply: FastifyReply): void {
  // None of the hooks that set them runs for it.
  reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
  void answer(request, reply, new WaysideError('NOT_FOUND', 'there is no such address'));
}

function answer(request: FastifyRequest, reply: FastifyReply, error: WaysideError) {
  const { code, message, details, httpStatus } = error;
  if (typeof details.retryAfterSeconds === 'number') {
    reply.header('retry-after', details.retryAfterSeconds);
  }
  return reply
    .code(httpStatus)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ code, message, details, requestId: request.id }));
}

function asWaysideError(error: FastifyError | WaysideError): WaysideError {
  if (error instanceof WaysideError) return error;
  if (error.validation !== undefined) {
    // Places only: a value, or the name of a property that isn't ours, may be plate text.
    const places = error.validation.flatMap(({ instancePath, params, keyword }) => {
      // A property that nothing allows; its parent tells of it without the name.
      if (keyword === 'boolean') return [];
      const { requiredProperties } = params as { requiredProperties?: readonly string[] };
      const place = `${error.validationContext ?? 'request'}${instancePath}`;
      return (
        requiredProperties?.map((name) => `${place}/${name} (missing)`) ?? [`${place} (${keyword})`]
      );
    });
    return new WaysideError('USAGE', `the request is wrong at ${places[0] ?? 'an unknown place'}`, {
      details: { places },
    });
  }
  const code = FASTIFY_CODES[error.code];
  if (code !== undefined) return new WaysideError(code, 'the request is not one this takes');
  if (error.statusCode === 429) return new WaysideError('RATE_LIMITED', 'too many requests');
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new WaysideError('USAGE', 'the request can’t be read', {
      details: { reason: error.code },
    });
  }
  return new WaysideError('INTERNAL', 'the request failed', { cause: error });
}
