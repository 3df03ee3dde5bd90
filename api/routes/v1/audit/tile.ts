import { Type } from 'typebox';
import {
  entryBundle,
  parseTilePath,
  TILE_WIDTH,
  tileWidthAt,
} from '../../../../keeper/client/log/tiles.ts';
import { WaysideError } from '../../../../pipeline/errors.ts';
import {
  commitments,
  newestCheckpoint,
  tileHashes,
} from '../../../../store/audit/published-log.ts';
import type { Routes } from '../../route-app.ts';

const Bytes = Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' });

/** `GET /v1/audit/tile/…`, by https://c2sp.org/tlog-tiles: what proofs of the log are made from. */
export const auditTileRoutes: Routes = (app, { db }) => {
  app.get(
    '/v1/audit/tile/*',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Hashes or entries of the audit log, 256 at once',
        description:
          '`tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]` of C2SP tlog-tiles. An entry is a salted commitment of 32 bytes: it says nothing of what was logged.',
        tags: ['audit'],
        response: {
          200: { content: { 'application/octet-stream': { schema: Bytes } } },
        },
      },
    },
    async (request, reply) => {
      // No schema: a property named * is one that the validator can't have.
      const { '*': path } = request.params as { readonly '*': string };
      const tile = parseTilePath(`tile/${path}`);
      const size = tile === null ? 0 : ((await newestCheckpoint(db))?.size ?? 0);
      if (tile === null || tile.width > tileWidthAt(tile, size)) {
        throw new WaysideError('NOT_FOUND', 'the log has no such tile');
      }
      const { level, number, width } = tile;
      const from = number * TILE_WIDTH;
      const bytes =
        level === 'entries'
          ? entryBundle(await commitments(db, from, width))
          : Buffer.concat(await tileHashes(db, level, from, width));
      return reply
        .type('application/octet-stream')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(bytes);
    },
  );
};
