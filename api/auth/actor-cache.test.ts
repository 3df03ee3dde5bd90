import { describe, expect, it, vi } from 'vitest';
import { somebody } from '../testing/test-api.ts';
import { ACTOR_CACHE_MS, createActorCache, type KnownActor } from './actor-cache.ts';

const ada: KnownActor = { actor: somebody('analyst', 'ada'), subjects: ['ada'] };

function cacheAt(start = 0) {
  let nowMs = start;
  const cache = createActorCache(() => nowMs);
  return {
    cache,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('the actor cache', () => {
  it('knows nobody at first', () => {
    expect(cacheAt().cache.get('proof')).toBeUndefined();
  });

  it('asks once for many at the same time, and again after some seconds', async () => {
    const { cache, wait } = cacheAt();
    const look = vi.fn(() => Promise.resolve<KnownActor | null>(ada));
    const loading = cache.load('proof', look);
    expect(await cache.get('proof')).toBe(ada);
    expect(await loading).toBe(ada);
    wait(ACTOR_CACHE_MS - 1);
    expect(await cache.get('proof')).toBe(ada);
    wait(1);
    expect(cache.get('proof')).toBeUndefined();
    expect(look).toHaveBeenCalledOnce();
  });

  it('forgets at once who changed, also while they are looked up', async () => {
    const { cache } = cacheAt();
    await cache.load('proof', () => Promise.resolve(ada));
    cache.forget('bob');
    expect(cache.get('proof')).toBeDefined();
    cache.forget('ada');
    expect(cache.get('proof')).toBeUndefined();

    const late = deferred<KnownActor>();
    const loading = cache.load('proof', () => late.promise);
    cache.forget('ada');
    late.resolve(ada);
    await loading;
    expect(cache.get('proof')).toBeUndefined();
  });

  it('remembers neither nobody nor a failure', async () => {
    const { cache } = cacheAt();
    expect(await cache.load('proof', () => Promise.resolve(null))).toBeNull();
    expect(cache.get('proof')).toBeUndefined();
    const away = () => Promise.reject(new Error('database away'));
    await expect(cache.load('proof', away)).rejects.toThrow('database away');
    expect(cache.get('proof')).toBeUndefined();
  });

  it('stays within bounds', async () => {
    const { cache } = cacheAt();
    for (let n = 0; n < 10_001; n++) await cache.load(String(n), () => Promise.resolve(ada));
    expect(cache.get('0')).toBeUndefined();
    expect(cache.get('1')).toBeDefined();
    expect(cache.get('10000')).toBeDefined();
  });
});

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
