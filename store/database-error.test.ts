import { describe, expect, it } from 'vitest';
import { databaseAddress, translateDatabaseError } from './database-error.ts';

const withCode = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('databaseAddress', () => {
  it.each([
    ['postgres://ada:secret@db.example:6543/wayside', 'db.example:6543/wayside'],
    ['postgresql://db.example/wayside', 'db.example:5432/wayside'],
    ['postgres:///wayside', 'localhost:5432/wayside'],
  ])('of %s', (url, address) => {
    expect(databaseAddress(url)).toBe(address);
  });

  it.each(['', 'db.example', 'mysql://ada:secret@db.example/x', 'postgres://ada:se cret@:x/'])(
    'refuses %j without repeating it',
    (url) => {
      let message = '';
      try {
        databaseAddress(url);
      } catch (error) {
        expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
        ({ message } = error as Error);
      }
      expect(message).toContain('databaseUrl');
      expect(message).not.toContain('secret');
    },
  );
});

describe('translateDatabaseError', () => {
  it.each([
    ['refused', withCode('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1')],
    ['an unknown host', withCode('ENOTFOUND')],
    ['both addresses refused', new AggregateError([withCode('ECONNREFUSED')])],
    ['cut off', new Error('Connection terminated unexpectedly')],
    ['no answer', new Error('timeout exceeded when trying to connect')],
    ['a wrong password', withCode('28P01', 'password authentication failed')],
    ['no such database', withCode('3D000')],
    ['shutting down', withCode('57P01')],
    ['starting up', withCode('57P03')],
    ['too many connections', withCode('53300')],
  ])('calls %s DATABASE_UNREACHABLE, to be tried again', (_, error) => {
    expect(translateDatabaseError(error, 'db:5432/wayside')).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      retryable: true,
      message: expect.stringContaining('db:5432/wayside') as string,
      cause: error,
    });
  });

  it('tells a full disk apart', () => {
    expect(translateDatabaseError(withCode('53100'), 'db:5432/wayside')).toMatchObject({
      code: 'DISK_FULL',
    });
  });

  it.each([
    ['a violated constraint', withCode('23505', 'duplicate key')],
    ['a statement that took too long', withCode('57014', 'canceling statement')],
    ['a defect', new TypeError('x is not a function')],
    ['no error at all', 'text'],
  ])('leaves %s as it is', (_, error) => {
    expect(translateDatabaseError(error, 'db:5432/wayside')).toBe(error);
  });
});
