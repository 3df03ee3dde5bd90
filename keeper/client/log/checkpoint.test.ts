import { describe, expect, it } from 'vitest';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { leafHash } from './merkle-tree.ts';

/** The tree of golang.org/x/mod sumdb/tlog, note_test.go. */
const GOLDEN = 'go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n';
const TREE = {
  origin: 'go.sum database tree',
  size: 123_456_789_012,
  rootHash: leafHash(Buffer.from('hello world')),
};

describe('checkpoints', () => {
  it('are written and read as golang.org/x/mod does', () => {
    expect(formatCheckpoint(TREE)).toBe(GOLDEN);
    expect(parseCheckpoint(GOLDEN)).toEqual(TREE);
  });

  it('may carry lines of an extension', () => {
    expect(parseCheckpoint(`${GOLDEN}more\n`)).toEqual(TREE);
  });

  it.each([
    '',
    '\n\n\n',
    GOLDEN.slice(0, -1),
    GOLDEN.replace('123456789012', '0xabcdef'),
    GOLDEN.replace('123456789012', '0123'),
    GOLDEN.replace('123456789012', '9007199254740993'),
    GOLDEN.replace('wBb0=', 'wBTOOBIG='),
    GOLDEN.replace('go.sum database tree', ''),
    `${GOLDEN}\nmore\n`,
  ])('are not %j', (text) => {
    expect(parseCheckpoint(text)).toBeNull();
  });
});
