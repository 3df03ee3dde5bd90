import { healthRoutes } from './health.ts';
import type { Routes } from './route-app.ts';

/** Every route file; its path under `routes/` is the URL's. */
export const ROUTES: readonly Routes[] = [healthRoutes];
