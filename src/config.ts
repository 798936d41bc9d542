/** The settings of one installation, read from the environment once and checked as a whole. */
import { availableParallelism } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { addressProblems, addressSettings, openIdOf } from './publicAddress.js';
import type { OpenIdConfig } from './web/openId.js';
import { DIGEST_SETTINGS, digestProblems, digestsOf, type DigestConfig } from './digestSettings.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
  /** TCP port; 0 lets the system choose a free one. */
  readonly port: number;
  /** Address or name that the server binds to: loopback, unless there is a public address. */
  readonly host: string;
  /** Address that people use, without a path; null: loopback alone. */
  readonly url: URL | null;
  /** Which proxies are believed about who asks and how, as Express understands them. */
  readonly trustedProxies: readonly string[];
  /** Who vouches for people beside passwords, or null. */
  readonly openId: OpenIdConfig | null;
  /** Absolute folder of everything that the installation writes. */
  readonly dataFolder: string;
  /** Absolute, within the data folder. */
  readonly databaseFile: string;
  /** Absolute, within the data folder: files being imported and rejected rows to mend. */
  readonly uploadFolder: string;
  /** Absolute, within the data folder: where the audit trail stood, and what was erased at a data subject's request. */
  readonly auditAnchorFile: string;
  readonly erasuresFile: string;
  /** Load the synthetic demo organisation when the database is empty. */
  readonly demo: boolean;
  /** `source`: an absolute folder or, when `remote`, an id on the model hub. */
  readonly model: { readonly source: string; readonly remote: boolean };
  /** Inference workers, 1–8. */
  readonly workers: number;
  /** IANA time zone in which instants become calendar days. */
  readonly timeZone: string;
  /** Name shown in the header, or null: then the demo organisation's own or the product's. */
  readonly organisation: string | null;
  /** Smallest base that is shown; smaller ones are hidden. At least 3. */
  readonly disclosureLimit: number;
  /** Days that unmasked comments are kept; 0 keeps none. */
  readonly keepOriginalDays: number;
  /** Years that the audit trail is kept. */
  readonly auditYears: number;
  /** Largest file that may be imported through the browser, in bytes. */
  readonly maxUploadBytes: number;
  /** Where digests are sent. */
  readonly digests: DigestConfig;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/** One setting that cannot be used. */
export interface ConfigProblem {
  readonly setting: string;
  readonly message: string;
}

/** Everything that is wrong with the settings, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(['settings that cannot be used:', ...problems.map((p) => `  ${p.setting}: ${p.message}`)].join('\n'));
  }
}

const BYTES_PER_MB = 1024 * 1024;

/** An integer setting within a range, as text. */
function integer(from: number, to: number, fallback: number) {
  const expected = `expected a whole number ${from}–${to}`;
  return z
    .string()
    .default(String(fallback))
    .transform((text, ctx) => {
      const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
      if (value >= from && value <= to) return value;
      ctx.addIssue({ code: 'custom', message: `${expected}, found "${text}"` });
      return z.NEVER;
    });
}

function flag(fallback: boolean) {
  return z
    .string()
    .default(String(fallback))
    .transform((text, ctx) => {
      const value = text.trim().toLowerCase();
      if (value === 'true' || value === 'false') return value === 'true';
      ctx.addIssue({ code: 'custom', message: `expected true or false, found "${text}"` });
      return z.NEVER;
    });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function settingsSchema(cores: number) {
  return z.object({
    PORT: integer(0, 65_535, 3000),
    ...addressSettings,
    KUULOLLA_DATA: z.string().default('var'),
    KUULOLLA_DEMO: flag(true),
    KUULOLLA_MODEL: z.string().default('models/kuulolla-fisven'),
    KUULOLLA_MODEL_REMOTE: flag(false),
    KUULOLLA_WORKERS: integer(1, 8, Math.max(1, Math.min(cores, 8))),
    KUULOLLA_TIME_ZONE: z
      .string()
      .default('Europe/Helsinki')
      .refine(isTimeZone, {
        error: (issue) => `expected an IANA time zone such as Europe/Helsinki, found "${String(issue.input)}"`,
      }),
    KUULOLLA_ORGANISATION: z.string().trim().max(100, 'expected at most 100 characters').nullable().default(null),
    KUULOLLA_DISCLOSURE_LIMIT: integer(3, 1000, 5),
    KUULOLLA_KEEP_ORIGINAL_DAYS: integer(0, 3650, 0),
    KUULOLLA_AUDIT_YEARS: integer(1, 50, 5),
    KUULOLLA_MAX_UPLOAD_MB: integer(1, 10_000, 200),
    ...DIGEST_SETTINGS,
    KUULOLLA_LOG_LEVEL: z
      .enum(LOG_LEVELS, {
        error: (issue) => `expected one of ${LOG_LEVELS.join(', ')}, found "${String(issue.input)}"`,
      })
      .default('info'),
  });
}

/** Names of all settings, as documented in docs/configuration.md. */
export const SETTING_NAMES: readonly string[] = Object.keys(settingsSchema(1).shape);

/**
 * Reads the settings from environment variables. An empty value counts as not set. Relative folders: the data folder is
 * taken from the working directory when given, the model from `root`.
 * @param root absolute folder of the project, for defaults
 * @param cores processor cores, for the default number of workers
 * @throws ConfigError naming every setting that cannot be used, unknown KUULOLLA_ names included
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
  cores: number = availableParallelism(),
): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = settingsSchema(cores).safeParse(given);
  const problems: ConfigProblem[] = (result.error?.issues ?? []).map((issue) => ({
    setting: issue.path.join('.'),
    message: issue.message,
  }));
  for (const name of Object.keys(given)) {
    if (!name.startsWith('KUULOLLA_') || SETTING_NAMES.includes(name)) continue;
    problems.push({ setting: name, message: `expected one of ${SETTING_NAMES.join(', ')}, found an unknown name` });
  }
  problems.push(...addressProblems(given), ...digestProblems(given));
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const settings = result.data;
  const dataFolder = given['KUULOLLA_DATA'] === undefined ? join(root, 'var') : resolve(settings.KUULOLLA_DATA);
  const modelIsFolder = !settings.KUULOLLA_MODEL_REMOTE && !isAbsolute(settings.KUULOLLA_MODEL);
  return {
    port: settings.PORT,
    host: settings.HOST,
    url: settings.KUULOLLA_URL,
    trustedProxies: settings.KUULOLLA_TRUSTED_PROXIES,
    openId: openIdOf(settings),
    dataFolder,
    databaseFile: join(dataFolder, 'kuulolla.sqlite'),
    uploadFolder: join(dataFolder, 'uploads'),
    auditAnchorFile: join(dataFolder, 'audit-anchor.jsonl'),
    erasuresFile: join(dataFolder, 'erasures.jsonl'),
    demo: settings.KUULOLLA_DEMO,
    model: {
      source: modelIsFolder ? join(root, settings.KUULOLLA_MODEL) : settings.KUULOLLA_MODEL,
      remote: settings.KUULOLLA_MODEL_REMOTE,
    },
    workers: settings.KUULOLLA_WORKERS,
    timeZone: settings.KUULOLLA_TIME_ZONE,
    organisation: settings.KUULOLLA_ORGANISATION,
    disclosureLimit: settings.KUULOLLA_DISCLOSURE_LIMIT,
    keepOriginalDays: settings.KUULOLLA_KEEP_ORIGINAL_DAYS,
    auditYears: settings.KUULOLLA_AUDIT_YEARS,
    maxUploadBytes: settings.KUULOLLA_MAX_UPLOAD_MB * BYTES_PER_MB,
    digests: digestsOf(settings),
    logLevel: settings.KUULOLLA_LOG_LEVEL,
  };
}
