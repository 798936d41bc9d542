/** JSON that worker threads read without a copy each time: heads and themes go with every task, and are read once. */
import { createHash } from 'node:crypto';

export interface SharedJson {
  /** sha256 of the JSON, hex: the same content has the same key in every worker. */
  readonly key: string;
  readonly bytes: SharedArrayBuffer;
}

export function shareJson(value: unknown): SharedJson {
  const json = Buffer.from(JSON.stringify(value), 'utf8');
  const bytes = new SharedArrayBuffer(json.length);
  new Uint8Array(bytes).set(json);
  return { key: createHash('sha256').update(json).digest('hex'), bytes };
}

export function readSharedJson({ bytes }: SharedJson): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
