import { askedBy } from '../../../auth/asked-by.ts';
import { CaseId } from '../../../cases/ids.ts';
import { openSearchQuotas } from '../../../search/quotas.ts';
import { SearchAnswer, SearchRequest, searchCase } from '../../../search/search-case.ts';
import type { Routes } from '../../route-app.ts';

export const searchesRoutes: Routes = (app, context) => {
  const quotas = openSearchQuotas(context, context.config.search.quotas);
  app.addHook('onClose', () => quotas.close());

  app.post(
    '/v1/cases/:id/searches',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'Search a plate under a grant of the case',
        description:
          'Recorded before it is answered. Best match first, each with why it matches, and what the cameras did not see.',
        tags: ['cases'],
        params: CaseId,
        body: SearchRequest,
        response: { 200: SearchAnswer },
      },
    },
    (request) =>
      searchCase({ ...context, quotas }, askedBy(request), request.params.id, request.body),
  );
};
