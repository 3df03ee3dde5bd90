import type { SiteHours } from './site-hours.ts';

/** What of the searches is reviewed. */
export interface ReviewSettings {
  /** 0…1 of the searches, by lot; at least one a day whatever it says. */
  readonly sampleShare: number;
  /** Null: the site has no hours, nothing is out of them. */
  readonly hours: SiteHours | null;
  /** How far back searches are compared. */
  readonly compareDays: number;
  /** Each time one person has asked for one plate so often, it is reviewed. */
  readonly searchesOfPlate: number;
  /** Each time one person was refused so often within 24 hours. */
  readonly denialsADay: number;
  /** A pattern with fewer certain characters, or a plate with that few left, is wide. */
  readonly certainCharacters: number;
}

export const DEFAULT_REVIEW_SETTINGS: ReviewSettings = {
  sampleShare: 0.05,
  hours: null,
  compareDays: 30,
  searchesOfPlate: 5,
  denialsADay: 10,
  certainCharacters: 4,
};
