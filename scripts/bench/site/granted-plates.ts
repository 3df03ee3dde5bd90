import type { PlateQuery } from '../../../pipeline/search/sealed-read.ts';
import type { ApiClient } from './api-client.ts';
import type { BenchPeople } from './people.ts';

/** A question that an analyst may ask now. */
export interface GrantedQuery {
  readonly caseId: string;
  readonly grantId: string;
  readonly query: PlateQuery;
  /** Its answer has at least so many sightings. */
  readonly atLeast: number;
}

/** A case asks for some plates at a time, as people do: the grant travels with each of its searches. */
const PLATES_PER_GRANT = 3;

/** Opens a case and has every query granted over the span; searches may begin. */
export async function grantQueries(
  people: BenchPeople,
  analyst: ApiClient,
  queries: readonly Pick<GrantedQuery, 'query' | 'atLeast'>[],
  span: { readonly from: string; readonly to: string },
): Promise<GrantedQuery[]> {
  const { id: caseId } = await analyst.must<{ id: string }>('POST', '/v1/cases', {
    reference: `bench ${new Date().toISOString()}`,
    purpose: 'quality-control',
    reason: 'Measuring how long a search takes.',
  });
  const granted: GrantedQuery[] = [];
  for (let first = 0; first < queries.length; first += PLATES_PER_GRANT) {
    const asked = queries.slice(first, first + PLATES_PER_GRANT);
    const { id: grantId } = await analyst.must<{ id: string }>(
      'POST',
      `/v1/cases/${caseId}/grants`,
      {
        plates: asked.map(({ query }) => query),
        cameras: 'all',
        ...span,
        footage: 'none',
        unmask: false,
        reason: 'Measuring how long a search takes.',
      },
    );
    await people.approve(grantId);
    granted.push(...asked.map((each) => ({ ...each, caseId, grantId })));
  }
  return granted;
}

const MOST_SHOWN = 200;

/** Asks through the API; `error` says what is wrong with the answer. */
export async function search(
  analyst: ApiClient,
  { caseId, grantId, query, atLeast }: GrantedQuery,
): Promise<{ readonly total: number; readonly error: string | null }> {
  const { status, body } = await analyst.send<{ total: number; items: unknown[] }>(
    'POST',
    `/v1/cases/${caseId}/searches`,
    {
      grantId,
      plate: query.pattern,
      wrongCharacters: query.wrongCharacters,
      partial: query.partial,
      limit: MOST_SHOWN,
    },
  );
  if (status !== 200) return { total: 0, error: `${status} ${JSON.stringify(body)}` };
  const { total, items } = body;
  const complete = total >= atLeast && items.length === Math.min(total, MOST_SHOWN);
  return { total, error: complete ? null : `${total} sightings found, ${atLeast} were put in` };
}
