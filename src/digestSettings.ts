/** Settings about where digests are sent (src/config.ts): a mail server and a webhook. */
import { z } from 'zod';
import { isLoopback } from './publicAddress.js';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; demanded before anything else is said; or taken where the server of this machine offers it. */
  readonly security: 'implicit' | 'demanded' | 'offered';
  readonly user: string | null;
  readonly password: string;
  /** A certificate that nobody vouches for is taken too. */
  readonly anyCertificate: boolean;
}

export interface DigestConfig {
  readonly mail: { readonly server: MailServer; readonly from: string } | null;
  readonly webhook: { readonly url: URL; readonly secret: string } | null;
}

const PARAMETER = 'certificate';

/** Null when it is no such address. `smtp` begins in the clear and turns to TLS, `smtps` is TLS from the first byte. */
function mailServer(text: string): MailServer | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '' || url.hash !== '') return null;
  const certificate = url.searchParams.get(PARAMETER);
  const known = [...url.searchParams.keys()].every((name) => name === PARAMETER);
  if (!known || ![null, 'any'].includes(certificate) || !['', '/'].includes(url.pathname)) return null;
  const implicit = url.protocol === 'smtps:';
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
      security: implicit ? 'implicit' : isLoopback(url.hostname) ? 'offered' : 'demanded',
      user: url.username === '' ? null : decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      anyCertificate: certificate === 'any',
    };
  } catch {
    // a % that begins no character
    return null;
  }
}

/** What is sent must not be read on the way: https, but on this machine. */
function webhookAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username !== '' || url.password !== '' || url.hash !== '') return null;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)) ? url : null;
}

/** What was found is not said: addresses of both kinds hold secrets. */
function parsed<Value>(parse: (text: string) => Value | null, expected: string) {
  return z
    .string()
    .nullable()
    .default(null)
    .transform((text, ctx) => {
      const value = text === null ? null : parse(text.trim());
      if (text === null || value !== null) return value;
      ctx.addIssue({ code: 'custom', message: `${expected}, found something else` });
      return z.NEVER;
    });
}

const SENDER = /^(?:[^<>"\p{Cc}]{0,80}<)?[^\s@<>"]{1,64}@[^\s@<>"]{1,190}>?$/u;
const LEAST_SECRET = 16;

export const DIGEST_SETTINGS = {
  KUULOLLA_SMTP_URL: parsed(
    mailServer,
    'expected smtp://USER:PASSWORD@HOST:PORT or smtps://…, at most with the parameter certificate=any',
  ),
  KUULOLLA_MAIL_FROM: z
    .string()
    .trim()
    .regex(SENDER, 'expected an address such as kuulolla@hospital.example, or Name <address>')
    .nullable()
    .default(null),
  KUULOLLA_WEBHOOK_URL: parsed(webhookAddress, 'expected an https address (http on loopback alone)'),
  KUULOLLA_WEBHOOK_SECRET: z
    .string()
    .min(LEAST_SECRET, `expected at least ${LEAST_SECRET} characters`)
    .nullable()
    .default(null),
};

interface DigestSettings {
  readonly KUULOLLA_SMTP_URL: MailServer | null;
  readonly KUULOLLA_MAIL_FROM: string | null;
  readonly KUULOLLA_WEBHOOK_URL: URL | null;
  readonly KUULOLLA_WEBHOOK_SECRET: string | null;
}

const PAIRS = [
  ['KUULOLLA_SMTP_URL', 'KUULOLLA_MAIL_FROM'],
  ['KUULOLLA_WEBHOOK_URL', 'KUULOLLA_WEBHOOK_SECRET'],
] as const;

/**
 * What is wrong with these settings together: one of a pair is of no use.
 * @param given those that are set, as text
 */
export function digestProblems(
  given: Readonly<Record<string, string | undefined>>,
): { readonly setting: string; readonly message: string }[] {
  return PAIRS.flatMap((pair) => {
    const missing = pair.filter((name) => given[name] === undefined);
    return missing.length === 1
      ? missing.map((setting) => ({
          setting,
          message: `expected a value beside ${pair.find((name) => name !== setting) ?? ''}, found none`,
        }))
      : [];
  });
}

export function digestsOf(settings: DigestSettings): DigestConfig {
  const { KUULOLLA_SMTP_URL: server, KUULOLLA_MAIL_FROM: from } = settings;
  const { KUULOLLA_WEBHOOK_URL: url, KUULOLLA_WEBHOOK_SECRET: secret } = settings;
  return {
    mail: server === null || from === null ? null : { server, from },
    webhook: url === null || secret === null ? null : { url, secret },
  };
}
