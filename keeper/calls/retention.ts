import type { CallHandler } from './call-handler.ts';

export const moveRatchet: CallHandler<'moveRatchet'> = async (keeper, move) => {
  const { keyring, audit } = keeper;
  keyring.checkMove(move.oldestDay);
  await audit.append({ action: 'ratchet-moved', ...move, before: keyring.oldestDays() });
  await keyring.moveForward(move.kind, move.oldestDay);
  return { oldestDays: keyring.oldestDays() };
};
