import { createApp } from '../../api/app.ts';
import { apiConfigFrom } from '../../api/config.ts';
import type { ApiContext } from '../../api/context.ts';

/** The OpenAPI document of the API as it is now; needs no service. */
export async function openapiDocument(): Promise<object> {
  // Routes are described, not called: nothing else of the context is touched.
  const context = { config: apiConfigFrom(undefined), nowMs: Date.now } as ApiContext;
  const app = await createApp(context, { authenticate: () => Promise.resolve(null) });
  try {
    return (await app.inject('/docs/json')).json<object>();
  } finally {
    await app.close();
  }
}
