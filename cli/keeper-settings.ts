import { Type, type Static } from 'typebox';
import { WaysideError } from '../pipeline/errors.ts';
import {
  parseFingerprint,
  parseHostAndPort,
  type NetworkAddress,
} from '../keeper/client/keeper-address.ts';

/** The key `keeper` of `wayside.yaml`; without it the keeper is a child of the command. */
export const KeeperFileConfig = Type.Object(
  {
    /** `host:port` of the site's keeper, for whoever calls it. */
    address: Type.Optional(Type.String({ minLength: 1 })),
    /** SHA-256 of its certificate, as `wayside keeper` shows it; needed with `address`. */
    fingerprint: Type.Optional(Type.String({ minLength: 1 })),
    /** `host:port` where `wayside keeper` listens. */
    listen: Type.Optional(Type.String({ minLength: 1 })),
    /** Several machines run `wayside keeper` on one shared folder: one works, the others wait. */
    standby: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type KeeperFileConfig = Static<typeof KeeperFileConfig>;

/** Where the keeper is, when it isn't a child of the command. */
export interface KeeperSettings {
  readonly address: Pick<NetworkAddress, 'host' | 'port'> | null;
  readonly fingerprint: string | null;
  /** Port 0: any free one. */
  readonly listen: Pick<NetworkAddress, 'host' | 'port'> | null;
  readonly standby: boolean;
  /** From the environment; null where it isn't this process's to have. */
  readonly tokens: { readonly worker: string | null; readonly operator: string | null };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param env WAYSIDE_KEEPER_FINGERPRINT wins over the file.
 * @throws WaysideError CONFIG_INVALID naming every key that is no address or fingerprint
 */
export function keeperSettingsFrom(
  file: KeeperFileConfig | undefined,
  env: Environment,
): KeeperSettings {
  const problems: string[] = [];
  const read = <T>(text: string | undefined, parse: (text: string) => T): T | null => {
    if (text === undefined) return null;
    try {
      return parse(text);
    } catch (error) {
      problems.push((error as Error).message);
      return null;
    }
  };
  // Empty: compose files pass on what isn't set so.
  const fingerprint = [env.WAYSIDE_KEEPER_FINGERPRINT, file?.fingerprint].find(Boolean);
  const settings = {
    address: read(file?.address, (text) => parseHostAndPort(text, 'keeper.address')),
    fingerprint: read(fingerprint, (text) => parseFingerprint(text, 'keeper.fingerprint')),
    listen: read(file?.listen, (text) => parseHostAndPort(text, 'keeper.listen', 0)),
    standby: file?.standby ?? false,
    tokens: {
      worker: env.WAYSIDE_KEEPER_WORKER_TOKEN ?? null,
      operator: env.WAYSIDE_KEEPER_OPERATOR_TOKEN ?? null,
    },
  };
  if (settings.standby && file?.listen === undefined) {
    problems.push('keeper.standby needs keeper.listen');
  }
  if (file?.fingerprint !== undefined && file.address === undefined) {
    problems.push('keeper.fingerprint needs keeper.address');
  }
  if (problems.length === 0) return settings;
  throw new WaysideError('CONFIG_INVALID', problems.join('; '), { details: { problems } });
}

/** Whether the site’s parts are processes of their own. */
export function isCluster({
  address,
  listen,
}: Pick<KeeperSettings, 'address' | 'listen'>): boolean {
  return address !== null || listen !== null;
}
