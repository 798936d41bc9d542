/**
 * The audit trail as the service writes it: what must be on disk before an answer is sent, and what may follow within a quarter of a
 * second. Everything that waits goes to disk in one transaction, so that many people at once cost little more than one.
 */
import type { AuditEvent } from '../domain/auditEvent.js';
import type { AuditStore } from '../store/auditStore.js';

export interface AuditTrailPorts {
  readonly store: Pick<AuditStore, 'appendAudit'>;
  /** Told every time that records could not be written. */
  readonly onFailure: (error: unknown, waiting: number) => void;
}

/** How long a record may wait for others. */
export const LONGEST_WAIT_MS = 250;
const RETRY_MS = 1000;
/** More than this many in a quarter of a second are not left to wait. */
const MOST_WAITING = 2000;

interface Waiting {
  readonly event: AuditEvent;
  /** Whether it has happened whatever becomes of the record: tried again until it is written. */
  readonly happened: boolean;
}

export class AuditTrail {
  #waiting: Waiting[] = [];
  #failing = false;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(private readonly ports: AuditTrailPorts) {}

  /**
   * Takes a record of something that has happened; it is on disk within LONGEST_WAIT_MS.
   * @returns false when it was not taken, because records cannot be written now: whoever asks has to wait for `record`
   */
  note(event: AuditEvent): boolean {
    if (this.#failing || this.#waiting.length >= MOST_WAITING) return false;
    this.#waiting.push({ event, happened: true });
    this.#timer ??= setTimeout(() => void this.#flush().catch(() => undefined), LONGEST_WAIT_MS);
    return true;
  }

  /**
   * Resolves when the record is on disk, after all that were taken before it.
   * @param happened false for what is not done or shown when this rejects; it is then forgotten, not tried again
   */
  record(event: AuditEvent, happened: boolean): Promise<void> {
    this.#waiting.push({ event, happened });
    return this.#flush();
  }

  /** Resolves when all that was taken is on disk. Rejects when it cannot be written. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0) await this.#flush();
    else await this.#writing.catch(() => undefined);
  }

  /** Writes all that waits, and stops trying where that fails. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#stopTimer();
    }
  }

  /** One flush is at work and one may be waiting for it: the second takes everything that is there when it begins. */
  #flush(): Promise<void> {
    this.#next ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        this.#writing = this.#write();
        return this.#writing;
      });
    return this.#next;
  }

  async #write(): Promise<void> {
    this.#stopTimer();
    const taken = this.#waiting;
    this.#waiting = [];
    if (taken.length === 0) return;
    try {
      await this.ports.store.appendAudit(taken.map(({ event }) => event));
      this.#failing = false;
    } catch (error) {
      this.#failing = true;
      this.#waiting = [...taken.filter(({ happened }) => happened), ...this.#waiting];
      this.#timer ??= setTimeout(() => void this.#flush().catch(() => undefined), RETRY_MS);
      this.ports.onFailure(error, this.#waiting.length);
      throw error;
    }
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** Id of the service's own doings, as in records of runs. */
export const SERVICE_ACTOR = { id: 'kuulolla', name: 'Kuulolla', role: 'service' } as const;

/** Something that the service did by itself. */
export function serviceEvent(at: string, what: string, subject: AuditEvent['subject']): AuditEvent {
  const { id, name, role } = SERVICE_ACTOR;
  return { at, actorId: id, actorName: name, role, action: 'system', route: what, subject, status: null };
}
