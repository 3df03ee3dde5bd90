import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { Command } from 'commander';
import { openApprovers } from '../../keeper/approvers.ts';
import { keyFingerprint } from '../../keeper/client/endorsement.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { findApproverKey, listApproverKeys } from '../../store/people/approver-keys.ts';
import { loadConfig } from '../config.ts';
import { openHouse, type House } from '../house.ts';
import { createOutput } from '../output.ts';

interface ApproverOptions {
  readonly folder?: string;
  readonly fingerprint?: string;
  readonly json?: boolean;
}

export function approversCommand(): Command {
  return new Command('approvers')
    .description('Say who may approve searches: for whoever runs the keeper’s machine.')
    .addHelpText(
      'after',
      `
Someone with the role approver makes their key in the API (POST /v1/approvers) and tells you its
fingerprint. The first one is admitted here; an admitted approver can endorse the others from the API.

Examples:
  wayside approvers list
  wayside approvers admit ada --fingerprint 3f0c…
  wayside approvers retire ada`,
    )
    .addCommand(
      command('list', 'Show who may approve, and whose key waits.').action(
        (options: ApproverOptions) => withHouse(options, list),
      ),
    )
    .addCommand(
      command('admit', 'Let someone approve whose key waits; compare the fingerprint with them.')
        .argument('<name>', 'their sign-in name')
        .option('--fingerprint <hex>', 'as they told it: another key is refused')
        .action((name: string, options: ApproverOptions) =>
          withHouse(options, (house, folder) => admit(name, house, folder, options)),
        ),
    )
    .addCommand(
      command('retire', 'Let someone approve no more, nor be endorsed again with this key.')
        .argument('<name>', 'their sign-in name')
        .action(async (name: string, options: ApproverOptions) =>
          withHouse(options, async (_, folder, json) => {
            await openApprovers(folder).retire(name);
            createOutput(json).result(
              { type: 'approver-retired', name },
              `${name} approves no more; what they approved isn’t valid any longer`,
            );
          }),
        ),
    );
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option(
      '--folder <folder>',
      'of the keeper, when it runs apart (default: keeper in the data folder)',
    )
    .option('--json', 'JSON lines')
    .exitOverride();
}

async function withHouse(
  { folder, json = false }: ApproverOptions,
  work: (house: House, folder: string, json: boolean) => Promise<void>,
): Promise<void> {
  const house = await openHouse(loadConfig(process.env));
  try {
    await work(house, folder ?? join(house.dataFolder, 'keeper'), json);
  } finally {
    await house.close();
  }
}

async function list(house: House, folder: string, json: boolean): Promise<void> {
  const output = createOutput(json);
  const admitted = openApprovers(folder).current();
  for (const { name, fingerprint, local } of admitted) {
    output.result(
      { type: 'approver', name, fingerprint, status: local ? 'local' : 'admitted' },
      `${name}  ${fingerprint}  ${local ? 'this machine’s own, for a site of one person' : 'may approve'}`,
    );
  }
  const known = new Set(admitted.map(({ fingerprint }) => fingerprint));
  for (const { name, fingerprint } of await listApproverKeys(house.services.db)) {
    if (known.has(fingerprint)) continue;
    output.result(
      { type: 'approver', name, fingerprint, status: 'waiting' },
      `${name}  ${fingerprint}  waits to be admitted`,
    );
  }
}

async function admit(
  name: string,
  house: House,
  folder: string,
  { fingerprint: told, json = false }: ApproverOptions,
): Promise<void> {
  const waiting = await findApproverKey(house.services.db, { name });
  if (waiting === undefined) {
    throw new WaysideError('NOT_FOUND', `no approver ${name} has made a key`);
  }
  const publicKey = createPublicKey({
    key: Buffer.from(waiting.publicKey),
    format: 'der',
    type: 'spki',
  });
  // Of the key that is admitted, not what the table says of it.
  const fingerprint = keyFingerprint(publicKey);
  if (told !== undefined && told.toLowerCase() !== fingerprint) {
    throw new WaysideError('APPROVER_REFUSED', `the key of ${name} that waits is another one`, {
      details: { name, fingerprint },
    });
  }
  await openApprovers(folder).admit(name, publicKey);
  createOutput(json).result(
    { type: 'approver-admitted', name, fingerprint },
    `${name} may approve from now on, with the key\n  ${fingerprint}\nIf ${name} sees another fingerprint, retire it: wayside approvers retire ${name}`,
  );
}
