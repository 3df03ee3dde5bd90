import { createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newApproverKey, openApproverKey } from './approver-key.ts';

const ADA = '00000000-0000-4000-8000-00000000000a';
const BEN = '00000000-0000-4000-8000-00000000000b';

describe('an approver’s key', () => {
  it('opens with its passphrase only, and signs what its public half checks', async () => {
    const key = await newApproverKey(ADA, 'correct horse battery', Date.now());
    expect(await openApproverKey(key, 'correct horse batterz')).toBeNull();
    const privateKey = await openApproverKey(key, 'correct horse battery');
    const publicKey = createPublicKey({
      key: Buffer.from(key.publicKey),
      format: 'der',
      type: 'spki',
    });
    const signature = sign(null, Buffer.from('grant'), privateKey!);
    expect(verify(null, Buffer.from('grant'), publicKey, signature)).toBe(true);
  });

  it('does not open in the row of somebody else, nor changed', async () => {
    const key = await newApproverKey(ADA, 'correct horse battery', Date.now());
    expect(await openApproverKey({ ...key, accountId: BEN }, 'correct horse battery')).toBeNull();
    const bytes = Buffer.from(key.wrappedPrivateKey);
    bytes[3]! ^= 1;
    expect(
      await openApproverKey({ ...key, wrappedPrivateKey: bytes }, 'correct horse battery'),
    ).toBeNull();
  });
});
