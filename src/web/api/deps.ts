/** What the API is given. */
import type { Logger } from 'pino';
import type { FlowDeps } from '../../flows/deps.js';
import type { IngestDeps } from '../../flows/ingestFeedback.js';

export interface ApiDeps {
  readonly flows: FlowDeps;
  readonly ingest: IngestDeps;
  /** Now, as an ISO instant. */
  readonly now: () => string;
  /** Of the service, for the OpenAPI document. */
  readonly version: string;
  readonly log: Pick<Logger, 'error'>;
}
