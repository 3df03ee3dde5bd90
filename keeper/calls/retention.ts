import { keepRetention as keep } from '../keep-retention.ts';
import type { CallHandler } from './call-handler.ts';

export const moveRatchet: CallHandler<'moveRatchet'> = async (keeper, request) => {
  const { keyring, audit } = keeper;
  const { kind, classDays, oldestDay } = request;
  const moves = keyring.movesTo(kind, classDays ?? null, oldestDay);
  await audit.append({
    action: 'ratchet-moved',
    ...request,
    moves,
    before: keyring.oldestDays(),
  });
  await keyring.moveForward(moves);
  return { oldestDays: keyring.oldestDays() };
};

export const keepRetention: CallHandler<'keepRetention'> = async (keeper, request) => {
  const { keyring, audit } = keeper;
  const { leap, seenDay } = keyring.clock();
  if (request.believeClock && leap !== null) {
    await audit.append({ action: 'clock-believed', by: request.by, seenDay, leap });
    await keyring.believeClock();
  }
  const moves = [...(await keep(keeper))];
  return { moves, clockHeldBack: keyring.clock().leap !== null };
};
