import { WaysideError } from '../pipeline/errors.ts';

const ISO_WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment as options take it. @throws WaysideError TIME_INVALID */
export function parseTime(text: string): Date {
  const time = new Date(text);
  if (!ISO_WITH_OFFSET.test(text) || Number.isNaN(time.getTime())) {
    throw new WaysideError('TIME_INVALID', `${text} is not a time`);
  }
  return time;
}
