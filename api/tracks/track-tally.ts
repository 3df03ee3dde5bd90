import {
  CELL_COUNT,
  traitsOfCell,
  type TrackTraits,
} from '../../pipeline/track-search/track-cell.ts';
import { countBuffer, readCounts } from '../../pipeline/track-search/cell-counts.ts';
import { passingCells, type TraitFilter } from '../../pipeline/track-search/trait-filter.ts';

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface TrackFacets {
  readonly class: readonly FacetValue[];
  readonly colour: readonly FacetValue[];
  readonly direction: readonly FacetValue[];
  readonly hasPlate: readonly FacetValue[];
  readonly camera: readonly FacetValue[];
  /** Empty unless one camera is asked for. */
  readonly zone: readonly FacetValue[];
}

/**
 * Adds up tracks by cell, camera, zone and time. Each facet of a trait counts as if that trait weren't
 * filtered by, so that it shows what else there is to choose.
 */
export class TrackTally {
  readonly #filter: TraitFilter;
  readonly #zone: string;
  readonly #bucketMs: number;
  readonly #passing: Uint8Array;
  readonly #buffer = countBuffer();
  readonly #cells = new Float64Array(CELL_COUNT);
  readonly #cameras = new Map<string, number>();
  readonly #zones = new Map<string, number>();
  readonly #buckets = new Map<number, number>();

  /** @param zone the zone that is asked for; empty: the whole picture */
  constructor(filter: TraitFilter, zone: string, bucketMs: number) {
    this.#filter = filter;
    this.#zone = zone;
    this.#bucketMs = bucketMs;
    this.#passing = passingCells(filter);
  }

  /**
   * @param weights by cell: what a track of it counts for
   * @param share of the counts that is meant
   */
  add(
    place: { readonly cameraId: string; readonly zone: string; readonly startMs: number },
    cells: Uint8Array,
    weights: Float64Array,
    share: number,
  ): void {
    const isMain = place.zone === this.#zone;
    const length = readCounts(cells, this.#buffer);
    let passing = 0;
    for (let i = 0; i < length; i++) {
      const cell = this.#buffer.cells[i]!;
      const weighed = this.#buffer.counts[i]! * weights[cell]! * share;
      if (isMain) this.#cells[cell]! += weighed;
      passing += weighed * this.#passing[cell]!;
    }
    if (place.zone !== '') increase(this.#zones, place.zone, passing);
    if (!isMain) return;
    increase(this.#cameras, place.cameraId, passing);
    increase(this.#buckets, Math.floor(place.startMs / this.#bucketMs) * this.#bucketMs, passing);
  }

  get total(): number {
    return Math.round(this.#cells.reduce((sum, n, cell) => sum + n * this.#passing[cell]!, 0));
  }

  /** Tracks in the bar of the histogram that starts then. */
  bucket(startMs: number): number {
    return Math.round(this.#buckets.get(startMs) ?? 0);
  }

  get facets(): TrackFacets {
    return {
      class: this.#facetOfTrait('objectClass'),
      colour: this.#facetOfTrait('colour'),
      direction: this.#facetOfTrait('direction'),
      hasPlate: this.#facetOfTrait('hasPlate'),
      camera: facetOf(this.#cameras),
      zone: facetOf(this.#zones),
    };
  }

  #facetOfTrait(trait: keyof TrackTraits): FacetValue[] {
    const passing = passingCells({ ...this.#filter, [trait]: null });
    const counts = new Map<string, number>();
    this.#cells.forEach((n, cell) => {
      if (n > 0 && passing[cell] === 1) increase(counts, String(traitsOfCell(cell)[trait]), n);
    });
    return facetOf(counts);
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Most first. */
function facetOf(counts: ReadonlyMap<string, number>): FacetValue[] {
  return [...counts]
    .map(([value, count]) => ({ value, count: Math.round(count) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
