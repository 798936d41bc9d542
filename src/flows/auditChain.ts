/** Whether the audit trail is whole, as the privacy officer sees it. */
import type { AuditChain, AuditStore } from '../store/auditStore.js';

export interface CheckedChain extends AuditChain {
  /** ISO date-time, UTC. */
  readonly at: string;
}

/** Reading a long trail takes seconds: it is read when someone looks and the last time was longer ago than this. */
const GOOD_FOR_MS = 10 * 60_000;

export class AuditChecks {
  #latest: CheckedChain | null = null;
  #underWay: Promise<CheckedChain> | null = null;

  constructor(private readonly now: () => string) {}

  /** The newest check, or null when there was none yet; begins a new one when it is old. */
  async latest(store: Pick<AuditStore, 'verifyAudit'>, patienceMs: number): Promise<CheckedChain | null> {
    const { now } = this;
    if (this.#latest && Date.parse(now()) - Date.parse(this.#latest.at) < GOOD_FOR_MS) return this.#latest;
    const checking = this.check(store);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), patienceMs);
    });
    // one that fails is thrown to whoever waits; who has left is told by the next
    checking.catch(() => undefined);
    try {
      return (await Promise.race([checking, late])) ?? this.#latest;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Reads all of it, now; those who ask meanwhile get the same. */
  check(store: Pick<AuditStore, 'verifyAudit'>): Promise<CheckedChain> {
    this.#underWay ??= this.#read(store).finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #read(store: Pick<AuditStore, 'verifyAudit'>): Promise<CheckedChain> {
    const chain = await store.verifyAudit();
    this.#latest = { ...chain, at: this.now() };
    return this.#latest;
  }
}
