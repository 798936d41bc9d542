/** What the service counts about itself, as Prometheus text. */
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** Times every request by method, route pattern and status. */
  readonly observeRequests: RequestHandler;
  /** `GET /metrics` */
  readonly show: RequestHandler;
  countTagged(comments: number, unsupported: number): void;
}

export interface MetricsSources {
  /** Comments by state, asked for when metrics are read. */
  readonly commentStates: () => Promise<{
    readonly pending: number;
    readonly tagged: number;
    readonly unsupported: number;
  }>;
  /** States of the newest imports, asked for when metrics are read. */
  readonly importStates: () => Promise<readonly string[]>;
}

const DURATION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One registry per app, so that several apps in one process (tests) do not share counts. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  // Includes event-loop lag, memory, garbage collection.
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'kuulolla_http_request_duration_seconds',
    help: 'Duration of HTTP requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS_S,
    registers: [registry],
  });
  const tagged = new Counter({
    name: 'kuulolla_comments_processed_total',
    help: 'Comments that the tagger went through since the start, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  new Gauge({
    name: 'kuulolla_comments',
    help: 'Stored comments by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await sources.commentStates())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'kuulolla_recent_imports',
    help: 'The newest imports (at most 100) by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const state of ['running', 'done', 'failed']) this.set({ state }, 0);
      for (const state of await sources.importStates()) this.inc({ state });
    },
  });
  return {
    observeRequests: (req, res, next) => {
      const startedAt = performance.now();
      res.on('finish', () => {
        const pattern = (req.route as { readonly path?: unknown } | undefined)?.path;
        // The pattern, not the address: an address may carry a search for words of a comment.
        const route = typeof pattern === 'string' ? `${req.baseUrl}${pattern}` : 'other';
        durations.observe(
          { method: req.method, route, status: String(res.statusCode) },
          (performance.now() - startedAt) / 1000,
        );
      });
      next();
    },
    show: async (_req, res) => {
      res
        .set('Cache-Control', 'no-store')
        .type(registry.contentType)
        .send(await registry.metrics());
    },
    countTagged: (comments, unsupported) => {
      tagged.inc({ outcome: 'tagged' }, comments);
      tagged.inc({ outcome: 'unsupported' }, unsupported);
    },
  };
}
