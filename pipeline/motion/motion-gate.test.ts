import { describe, expect, it } from 'vitest';
import { createMotionGate } from './motion-gate.ts';

const WIDTH = 208;
const HEIGHT = 120;

/** A small frame whose luma is `light(x, y)`, seen at the time. */
function frame(mediaMs: number, light: (x: number, y: number) => number) {
  const smallLuma = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      smallLuma[y * WIDTH + x] = Math.min(255, Math.max(0, Math.round(light(x, y))));
    }
  }
  return {
    mediaMs,
    smallLuma,
    small: { data: new Uint8Array(0), widthPx: WIDTH, heightPx: HEIGHT },
  };
}

const street = (x: number, y: number) => 90 + 40 * Math.sin(x / 17) + 30 * Math.cos(y / 11);

function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function car(left: number, size: number) {
  return (x: number, y: number) =>
    x >= left && x < left + size && y >= 50 && y < 50 + size * 0.7 ? 200 : street(x, y);
}

describe('motion gate', () => {
  it('looks at the first frame, and at an empty picture, without failing', () => {
    const gate = createMotionGate();
    const none = { data: new Uint8Array(0), widthPx: 0, heightPx: 0 };
    expect(gate.moved({ mediaMs: 0, small: none, smallLuma: new Uint8Array(0) })).toBe(true);
    expect(createMotionGate().moved(frame(0, street))).toBe(true);
  });

  it.each([
    ['sensor noise', 12, () => 1, 0],
    ['an exposure that drifts', 3, (i: number) => 1 + 0.004 * i, 0],
    ['a sudden exposure step', 3, (i: number) => (i > 20 ? 0.7 : 1), 0],
    ['codec flicker on key frames', 2, () => 1, 2.5],
  ])('calls %s still', (_name, noise, gain, flicker) => {
    const gate = createMotionGate({ settleFrames: 0 });
    const random = lehmer(7);
    const moved = Array.from({ length: 50 }, (_, i) =>
      gate.moved(
        frame(i * 200, (x, y) => {
          const pulse = i % 10 === 0 ? flicker * Math.sign(Math.sin(x) * Math.sin(y * 1.3)) : 0;
          return street(x, y) * gain(i) + pulse + noise * (random() + random() + random() - 1.5);
        }),
      ),
    );
    expect(moved.slice(1).filter(Boolean)).toHaveLength(0);
  });

  it.each([
    ['a near car', 60, 8],
    ['a far car', 14, 6],
    ['a crawling car', 40, 1],
  ])('sees %s move, amid noise', (_name, size, stepPx) => {
    const gate = createMotionGate({ settleFrames: 0 });
    const random = lehmer(3);
    const moved = Array.from({ length: 20 }, (_, i) => {
      const light = car(20 + i * stepPx, size);
      return gate.moved(frame(i * 200, (x, y) => light(x, y) + 6 * (random() - 0.5)));
    });
    const seen = moved.slice(1).filter(Boolean).length;
    expect(seen).toBeGreaterThan(stepPx === 1 ? 4 : 17);
  });

  it('sees a bus that fills the picture', () => {
    const gate = createMotionGate({ settleFrames: 0 });
    gate.moved(frame(0, street));
    const bus = (x: number, y: number) => 30 + ((x * 7 + y * 3) % 160);
    expect(gate.moved(frame(200, bus))).toBe(true);
  });

  it('looks twice more at what came to a stop, then rests', () => {
    const gate = createMotionGate();
    const places = [20, 40, 60, 60, 60, 60, 60];
    const moved = places.map((left, i) => gate.moved(frame(i * 200, car(left, 40))));
    expect(moved).toEqual([true, true, true, true, true, false, false]);
  });

  it('starts afresh when the picture changes size', () => {
    const gate = createMotionGate({ settleFrames: 0 });
    gate.moved(frame(0, street));
    expect(gate.moved(frame(200, street))).toBe(false);
    const half = { data: new Uint8Array(0), widthPx: WIDTH, heightPx: HEIGHT / 2 };
    expect(gate.moved({ ...frame(400, street), small: half })).toBe(true);
  });
});
