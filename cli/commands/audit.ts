import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { formatVerifierKey, parseVerifierKey } from '../../keeper/client/log/signed-note.ts';
import type { AuditReport } from '../../keeper/audit/verify/audit-report.ts';
import { verifyAuditLog } from '../../keeper/audit/verify/verify-audit-log.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import {
  auditPaths,
  checkpointFile,
  localAuditKeys,
  textIfReadable,
  verifierKeyFrom,
  withAuditDatabase,
} from '../audit-sources.ts';
import { loadConfig } from '../config.ts';
import { createOutput, type Output } from '../output.ts';
import { auditShowCommand } from './audit-show.ts';

export function auditCommand(): Command {
  return new Command('audit')
    .description('Look into the audit log, and prove that nobody changed it.')
    .addCommand(verifyCommand())
    .addCommand(auditShowCommand())
    .addCommand(checkpointCommand())
    .addCommand(keyCommand());
}

interface VerifyCommandOptions {
  readonly checkpoint: readonly string[];
  readonly key?: string;
  readonly json?: boolean;
}

function verifyCommand(): Command {
  return new Command('verify')
    .exitOverride()
    .description('Read the whole log and name what was changed, added, removed or reordered.')
    .option(
      '--checkpoint <file>',
      'a checkpoint that was kept elsewhere; can be given several times',
      (file: string, files: readonly string[]) => [...files, file],
      [],
    )
    .option('--key <key>', 'the log’s verifier key, or a file with it (default: the keeper’s own)')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Examples:
  wayside audit verify
  wayside audit verify --checkpoint /media/usb/audit-2026-05.txt --key "$(cat /media/usb/audit.key)"

Reads the database itself: no keeper has to run, and one that does isn't asked. Details are opened
where the keeper's folder can be read; elsewhere the tree and its signatures are checked. Only a
checkpoint kept elsewhere shows that the whole log was written anew. Exit code 1: something is wrong.`,
    )
    .action(async ({ checkpoint, key: pinned, json = false }: VerifyCommandOptions) => {
      const config = loadConfig(process.env);
      const paths = auditPaths(config);
      const keys = await localAuditKeys(paths.auditKeys);
      const key = pinned === undefined ? keys?.verifier : await verifierKeyFrom(pinned);
      if (key === undefined) {
        const message = `the log's key isn't in ${paths.auditKeys}: give it with --key`;
        throw new WaysideError('USAGE', message);
      }
      const kept = await Promise.all(
        checkpoint.map(async (file) => ({ note: await checkpointFile(file), from: file })),
      );
      const headNote = await textIfReadable(paths.auditHead);
      const from = `the checkpoint in ${paths.auditHead}`;
      const { witnessKey } = config.audit;
      const report = await withAuditDatabase(config, (database) =>
        verifyAuditLog({
          database,
          key,
          keys,
          kept,
          headFile: headNote === null ? null : { note: headNote, from },
          witnessKey: witnessKey === undefined ? null : parseVerifierKey(witnessKey),
        }),
      );
      printReport(createOutput(json), report);
      if (report.faults.length > 0) process.exitCode = 1;
    });
}

function printReport(output: Output, report: AuditReport): void {
  const { origin, entries, rootHash, checkpoints, detailsOpened, goodUpTo, faults } = report;
  const root = rootHash.toString('base64');
  const lines = [
    `${origin}: ${entries} entries, ${checkpoints} checkpoints, root ${root}`,
    ...faults.map(({ message }) => `broken: ${message}`),
    faults.length === 0
      ? `whole${goodUpTo === null ? '' : `; signed up to entry ${goodUpTo}`}`
      : `agrees with what was signed up to entry ${goodUpTo ?? 0}`,
    ...(detailsOpened
      ? []
      : ['details were not opened: the keeper’s audit keys aren’t readable here']),
  ];
  output.result(
    { type: 'audit', whole: faults.length === 0, ...report, rootHash: root },
    lines.join('\n'),
  );
}

function checkpointCommand(): Command {
  return new Command('checkpoint')
    .exitOverride()
    .description('Print the newest signed checkpoint, to keep it where nobody here can change it.')
    .option('--out <file>', 'write it there')
    .addHelpText(
      'after',
      `
Examples:
  wayside audit checkpoint --out /media/usb/audit-2026-05.txt
  wayside audit checkpoint | mail -s "audit log" auditor@example.org`,
    )
    .action(async ({ out }: { out?: string }) => {
      const note = await withAuditDatabase(loadConfig(process.env), async (database) => {
        const newest = await database.newestCheckpoint();
        if (newest === null) {
          throw new WaysideError('NOT_FOUND', 'no checkpoint yet: one follows each entry in time');
        }
        const cosignatures = await database.cosignatures(100);
        const lines = cosignatures.filter(({ size }) => size === newest.size);
        return newest.note + lines.map(({ line }) => line).join('');
      });
      if (out === undefined) process.stdout.write(note);
      else await writeFile(out, note);
    });
}

function keyCommand(): Command {
  return new Command('key')
    .exitOverride()
    .description('Print the key that checkpoints are verified with.')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Example:
  wayside audit key > audit.key

Keep it beside checkpoints: whoever verifies with it needs nothing else from this machine.`,
    )
    .action(async ({ json = false }: { json?: boolean }) => {
      const { auditKeys } = auditPaths(loadConfig(process.env));
      const keys = await localAuditKeys(auditKeys);
      if (keys === null) {
        throw new WaysideError('KEYRING_INVALID', `the audit keys ${auditKeys} can't be read`);
      }
      const key = formatVerifierKey(keys.verifier);
      createOutput(json).result({ type: 'audit-key', origin: keys.verifier.name, key }, key);
    });
}
