import type { KeeperConfig } from '../keeper/keeper-config.ts';
import type { Config } from './config.ts';

/** How long the keeper keeps each kind, as the configuration says. */
export function keeperRetention({
  retention: { days, ceilingDays, holdDays },
}: Pick<Config, 'retention'>): Pick<KeeperConfig, 'retentionDays' | 'ceilingDays' | 'holdDays'> {
  const ofKeeper = ({ reads, footage, crops }: typeof days) => ({ reads, footage, crops });
  return { retentionDays: ofKeeper(days), ceilingDays: ofKeeper(ceilingDays), holdDays };
}
