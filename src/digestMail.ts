/** Digests by e-mail: plain text, counts and links, one letter a person. */
import { createTransport } from 'nodemailer';
import type { MailServer } from './digestSettings.js';
import { DigestFailedError, type DigestSender } from './flows/sendDigests.js';
import type { DigestFailure } from './store/teamStore.js';
import { digestText } from './web/digestText.js';

/** Together shorter than a digest may be in hand (flows/sendDigests.ts). */
const TIMEOUTS_MS = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, dnsTimeout: 20_000 };

export interface MailOptions {
  readonly server: MailServer;
  /** Address, or `Name <address>`. */
  readonly from: string;
  /** What links begin with, without a final slash. */
  readonly base: string;
}

export function mailSender({ server, from, base }: MailOptions): DigestSender {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'implicit',
    requireTLS: server.security === 'demanded',
    ...(server.user !== null && { auth: { user: server.user, pass: server.password } }),
    tls: { rejectUnauthorized: !server.anyCertificate, minVersion: 'TLSv1.2' },
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS_MS,
  });
  return {
    channel: 'mail',
    reaches: ({ email }) => email !== null,
    send: async (digest, { email, lang }, deliveryId) => {
      if (email === null) throw new Error('expected an account with an address, found one without');
      const { subject, text } = digestText(digest, base, lang);
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: email },
          subject,
          text,
          // the same when it is tried again, so that a mail server can tell a letter that it took already
          messageId: `<${deliveryId}@${new URL(base).hostname}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          textEncoding: 'quoted-printable',
        });
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
}

const KINDS: Readonly<Record<string, DigestFailure>> = {
  EAUTH: 'signIn',
  ENOAUTH: 'signIn',
  EOAUTH2: 'signIn',
  ETLS: 'certificate',
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
  ECONNECTION: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ESOCKET: 'unreachable',
  EDNS: 'unreachable',
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
};
const CERTIFICATE = /^(?:SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS|ERR_SSL)/;

/** Codes alone: what servers answer repeats addresses. */
function failureOf(error: unknown): DigestFailedError {
  const { code, responseCode, cause } = (error ?? {}) as { code?: unknown; responseCode?: unknown; cause?: unknown };
  const inner = (cause as { code?: unknown } | undefined)?.code;
  const codes = [code, inner].filter((each) => typeof each === 'string');
  const tls = codes.some((each) => CERTIFICATE.test(each)) || isAboutCertificate(error);
  const failure = tls ? 'certificate' : (KINDS[codes[0] ?? ''] ?? 'other');
  const answer = typeof responseCode === 'number' ? [String(responseCode)] : [];
  return new DigestFailedError(failure, [...codes, ...answer].join(' ') || 'no code');
}

/** OpenSSL's reason comes as text alone where the library wraps it. */
function isAboutCertificate(error: unknown): boolean {
  return error instanceof Error && /certificate/i.test(error.message);
}
