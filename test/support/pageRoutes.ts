/** Which addresses an Express app answers with something of its own. */
import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
  /** Set by Express where a router is mounted at the root. */
  readonly slash?: boolean;
  match(path: string): boolean;
}

/** Where routers are mounted, since Express keeps no record of it. */
const PREFIXES = ['/api/v1'];
/** Files and addresses of nothing: no routes. */
const WITHOUT_ROUTES = ['/assets', '/api'];

/** Route patterns (`/comments/:id`) that answer to `GET`, of the app and of routers mounted at its root, sorted. */
export function pageRoutes(app: Express): string[] {
  const found = appRoutes(app).flatMap((route) => {
    const [method = '', path = ''] = route.split(' ');
    return method === 'GET' && !PREFIXES.some((prefix) => path.startsWith(prefix)) ? [path] : [];
  });
  return [...new Set(found)].sort();
}

/**
 * Every method and pattern (`POST /comments/:id/corrections`) of the app and of all its routers, sorted.
 * @throws when a router is mounted where this function does not look: its routes would be checked by nothing
 */
export function appRoutes(app: Express): string[] {
  return [...new Set(routesOf(layersOf(app), ''))].sort();
}

function layersOf(app: Express): readonly Layer[] {
  return (app.router as unknown as { readonly stack: readonly Layer[] }).stack;
}

function routesOf(layers: readonly Layer[], prefix: string): string[] {
  return layers.flatMap((layer) => {
    const { route, handle } = layer;
    if (route) {
      return Object.keys(route.methods)
        .filter((method) => method !== '_all')
        .map((method) => `${method.toUpperCase()} ${prefix}${route.path}`);
    }
    if (!handle?.stack) return [];
    if (layer.slash) return routesOf(handle.stack, prefix);
    const mountedAt = PREFIXES.find((each) => layer.match(each));
    if (mountedAt !== undefined) return routesOf(handle.stack, prefix + mountedAt);
    if (WITHOUT_ROUTES.some((each) => layer.match(each))) return [];
    throw new Error(`expected every router at the root or at ${PREFIXES.join(', ')}, found one elsewhere`);
  });
}
