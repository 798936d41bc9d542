/** Which addresses an Express app answers to `GET` with something of its own. */
import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
  /** Set by Express where a router is mounted at the root. */
  readonly slash?: boolean;
}

/** Route patterns (`/comments/:id`) of the app and of routers mounted at its root, sorted. */
export function pageRoutes(app: Express): string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return [...new Set(routesOf(stack))].sort();
}

function routesOf(stack: readonly Layer[]): string[] {
  return stack.flatMap((layer) => {
    if (layer.route) return layer.route.methods['get'] ? [layer.route.path] : [];
    return layer.slash && layer.handle?.stack ? routesOf(layer.handle.stack) : [];
  });
}
