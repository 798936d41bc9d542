/** Which themes and heads are in use. Every pair that ever was is kept, so that a change can be taken back. */
import { createHash } from 'node:crypto';
import { activeTaxonomy, shippedDocument, type TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { TagVersions, Taxonomy } from '../domain/theme.js';
import type { InstallationRow, InstallationStore } from '../store/installationStore.js';
import type { HeadsOverlay } from '../tagging/overlay.js';
import type { Tagger } from '../tagging/tagger.js';

export interface Installed {
  readonly row: InstallationRow;
  readonly document: TaxonomyDocument;
  /** The active themes. */
  readonly taxonomy: Taxonomy;
  readonly overlay: HeadsOverlay;
  /** Of the tags that are given with it. */
  readonly versions: TagVersions;
}

export interface InstallationPorts {
  readonly store: InstallationStore;
  readonly tagger: Pick<Tagger, 'install' | 'versionsOf'>;
  /** The themes that come with the product. */
  readonly shipped: Taxonomy;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

export interface InstallationChange {
  readonly document?: Omit<TaxonomyDocument, 'version'>;
  readonly heads?: { readonly overlay: HeadsOverlay; readonly report: unknown };
  readonly by: string;
  readonly reason: string;
}

/** Heads without anything learned. */
export const SHIPPED_HEADS = 'shipped';
const NOTHING_LEARNED: HeadsOverlay = { format: 1, themes: {}, polarityStack: null, ownThemes: [] };
const SERVICE = 'kuulolla';
/** More changes than anyone makes. */
const MANY = 100_000;

/** Version of learned heads: a part of the sha256 of their JSON; `shipped` for nothing learned. */
export function headsVersionOf(overlay: HeadsOverlay): string {
  const document = JSON.stringify(overlay);
  return document === JSON.stringify(NOTHING_LEARNED)
    ? SHIPPED_HEADS
    : createHash('sha256').update(document).digest('hex').slice(0, 12);
}

export class Installation {
  private installed: Installed;
  private readonly listeners: (() => void)[] = [];

  private constructor(
    private readonly ports: InstallationPorts,
    installed: Installed,
  ) {
    this.installed = installed;
    ports.tagger.install({ overlay: installed.overlay, taxonomy: installed.document });
  }

  /** Reads what is in use; a new database, or one that only ever had shipped themes of an older product, gets the shipped ones. */
  static async open(ports: InstallationPorts): Promise<Installation> {
    const { store, shipped } = ports;
    const row = await store.currentInstallation();
    const isShipped = row !== null && !row.taxonomy.includes('.');
    if (row === null || (isShipped && row.taxonomy !== shipped.version)) {
      await store.install(
        {
          taxonomy: shipped.version,
          heads: row?.heads ?? SHIPPED_HEADS,
          at: ports.now(),
          by: SERVICE,
          reason: 'shipped themes',
        },
        { taxonomy: shippedDocument(shipped) },
      );
    }
    try {
      return new Installation(ports, await readInstalled(ports));
    } catch (cause) {
      const learned = await store.currentInstallation();
      if (learned === null || learned.heads === SHIPPED_HEADS) throw cause;
      // what was learned for another encoder is no use here; it is kept, and the service goes on
      const reason = `the learned heads ${learned.heads} do not fit this model`;
      await store.install(
        { taxonomy: learned.taxonomy, heads: SHIPPED_HEADS, at: ports.now(), by: SERVICE, reason },
        {},
      );
      return new Installation(ports, await readInstalled(ports));
    }
  }

  get current(): Installed {
    return this.installed;
  }

  /** Called after every change, also one that another process made. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Takes over what another process installed meanwhile; true when there was something. */
  async refresh(): Promise<boolean> {
    const row = await this.ports.store.currentInstallation();
    if (row === null || row.id === this.installed.row.id) return false;
    this.use(await readInstalled(this.ports));
    return true;
  }

  /** Keeps and installs a new list of themes, new heads, or both; what is not given stays. */
  async apply({ document, heads, by, reason }: InstallationChange): Promise<Installed> {
    await this.refresh();
    const rows = document ? await this.ports.store.listInstallations(MANY) : [];
    const taxonomy = document && { ...document, version: nextVersion(rows.map((row) => row.taxonomy)) };
    const headsVersion = heads ? headsVersionOf(heads.overlay) : this.installed.row.heads;
    const at = this.ports.now();
    await this.ports.store.install(
      { taxonomy: taxonomy?.version ?? this.installed.document.version, heads: headsVersion, at, by, reason },
      {
        ...(taxonomy && { taxonomy }),
        ...(heads &&
          headsVersion !== SHIPPED_HEADS && {
            heads: {
              version: headsVersion,
              overlay: JSON.stringify(heads.overlay),
              report: heads.report === null ? null : JSON.stringify(heads.report),
              at,
              by,
            },
          }),
      },
    );
    this.use(await readInstalled(this.ports));
    return this.installed;
  }

  /** Makes a pair that was in use before the one in use again; false when there is none with this id. */
  async goBackTo(id: number, by: string, reason: string): Promise<boolean> {
    const rows = await this.ports.store.listInstallations(MANY);
    const row = rows.find((each) => each.id === id);
    if (!row) return false;
    await this.ports.store.install({ taxonomy: row.taxonomy, heads: row.heads, at: this.ports.now(), by, reason }, {});
    this.use(await readInstalled(this.ports));
    return true;
  }

  private use(installed: Installed): void {
    this.ports.tagger.install({ overlay: installed.overlay, taxonomy: installed.document });
    this.installed = installed;
    for (const listener of this.listeners) listener();
  }
}

async function readInstalled({ store, tagger }: InstallationPorts): Promise<Installed> {
  const row = await store.currentInstallation();
  if (!row) throw new Error('expected an installation, found none');
  const document = await store.getTaxonomy(row.taxonomy);
  if (!document) throw new Error(`expected the themes of version ${row.taxonomy}, found none`);
  const heads = row.heads === SHIPPED_HEADS ? null : await store.getHeads(row.heads);
  if (row.heads !== SHIPPED_HEADS && !heads) throw new Error(`expected the heads of version ${row.heads}, found none`);
  const overlay = heads ? (JSON.parse(heads.overlay) as HeadsOverlay) : NOTHING_LEARNED;
  return {
    row,
    document,
    taxonomy: activeTaxonomy(document),
    overlay,
    versions: tagger.versionsOf({ overlay, taxonomy: document }),
  };
}

/**
 * `1` → `1.1` → `1.2`: what comes before the dot is the shipped version that the organisation went out from.
 * @param taken versions that were ever in use, newest first
 */
function nextVersion(taken: readonly string[]): string {
  const base = taken[0]?.split('.')[0] ?? '';
  const changes = taken
    .filter((version) => version.startsWith(`${base}.`))
    .map((version) => Number(version.split('.')[1]));
  return `${base}.${Math.max(0, ...changes) + 1}`;
}
