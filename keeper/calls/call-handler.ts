import type { CallAnswer, CallName, CallRequest } from '../client/protocol.ts';
import type { KeeperState } from '../keeper-state.ts';

/** Answers one call; whatever a grant lets it reveal is in the audit log before it returns. */
export type CallHandler<N extends CallName> = (
  keeper: KeeperState,
  request: CallRequest<N>,
) => CallAnswer<N> | Promise<CallAnswer<N>>;
