import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendLeaf, EMPTY_TREE, leafHash, rootOf } from './merkle-tree.ts';
import { TILE_HEIGHT } from './tiles.ts';
import {
  proveConsistency,
  proveInclusion,
  verifyConsistency,
  verifyInclusion,
  type NodeReader,
} from './tree-proofs.ts';

/** A tree of the entries, with what its tiles hold and the root at every size. */
function treeOf(entries: readonly Buffer[]) {
  const levels: Buffer[][] = [[], [], []];
  const leaves = entries.map(leafHash);
  let tree = EMPTY_TREE;
  const roots = [rootOf(tree)];
  for (const leaf of leaves) {
    levels[0]!.push(leaf);
    tree = appendLeaf(tree, leaf, (height, index, hash) => {
      if (height % TILE_HEIGHT === 0) levels[height / TILE_HEIGHT]![index] = hash;
    });
    roots.push(rootOf(tree));
  }
  const read: NodeReader = (level, from, count) => {
    const hashes = levels[level]!.slice(from, from + count);
    if (hashes.length < count) throw new Error(`no ${count} hashes at ${level}/${from}`);
    return Promise.resolve(hashes);
  };
  return { leaves, roots, read };
}

/**
 * Leaves and proofs of transparency-dev/merkle, proof/verify_test.go (their leaves count from 1), which
 * took them from the Certificate Transparency reference implementation.
 */
const CT = treeOf(
  [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((leaf) => Buffer.from(leaf, 'hex')),
);
const INCLUSION: readonly (readonly [index: number, size: number, proof: readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const CONSISTENCY: readonly (readonly [older: number, newer: number, proof: readonly string[]])[] =
  [
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
    [
      6,
      7,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
  ];

const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));

describe('published proofs', () => {
  it.each(INCLUSION)('of leaf %d in a tree of %d', async (index, size, expected) => {
    const proof = await proveInclusion(CT.read, index, size);
    expect(hex(proof)).toEqual(expected);
    const claim = { index, size, leafHash: CT.leaves[index]!, proof, root: CT.roots[size]! };
    expect(verifyInclusion(claim)).toBe(true);
  });

  it.each(CONSISTENCY)('that %d leaves begin %d', async (oldSize, newSize, expected) => {
    const proof = await proveConsistency(CT.read, oldSize, newSize);
    expect(hex(proof)).toEqual(expected);
    const [oldRoot, newRoot] = [CT.roots[oldSize]!, CT.roots[newSize]!];
    expect(verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof })).toBe(true);
  });

  it('of the empty tree: nothing to prove', async () => {
    expect(await proveConsistency(CT.read, 0, 8)).toEqual([]);
    const [oldRoot, newRoot] = [CT.roots[0]!, CT.roots[8]!];
    const claim = { oldSize: 0, oldRoot, newSize: 8, newRoot };
    expect(verifyConsistency({ ...claim, proof: [] })).toBe(true);
    expect(verifyConsistency({ ...claim, proof: [newRoot] })).toBe(false);
  });
});

describe('proofs over tiles', () => {
  // More than two tiles of level 0, so that proofs read level 1 too.
  const tree = treeOf(Array.from({ length: 700 }, (_, i) => Buffer.from(`leaf ${i}`)));
  const sizes = fc
    .tuple(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 700 }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

  it('hold for every leaf and every two sizes, and for no changed hash', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async ([oldSize, newSize], pick) => {
        const index = oldSize - 1;
        const inclusion = await proveInclusion(tree.read, index, newSize);
        const included = {
          index,
          size: newSize,
          leafHash: tree.leaves[index]!,
          root: tree.roots[newSize]!,
        };
        expect(verifyInclusion({ ...included, proof: inclusion })).toBe(true);
        const consistency = await proveConsistency(tree.read, oldSize, newSize);
        const consistent = {
          oldSize,
          oldRoot: tree.roots[oldSize]!,
          newSize,
          newRoot: tree.roots[newSize]!,
        };
        expect(verifyConsistency({ ...consistent, proof: consistency })).toBe(true);
        for (const [proof, verify] of [
          [inclusion, (p: Buffer[]) => verifyInclusion({ ...included, proof: p })],
          [consistency, (p: Buffer[]) => verifyConsistency({ ...consistent, proof: p })],
        ] as const) {
          expect(verify([...proof, tree.roots[1]!])).toBe(false);
          if (proof.length === 0) continue;
          const changed = proof.map((hash) => Buffer.from(hash));
          changed[pick % proof.length]![pick % 32]! ^= 1;
          expect(verify(changed)).toBe(false);
          expect(verify(proof.slice(1))).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });
});
