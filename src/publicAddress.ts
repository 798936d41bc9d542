/** Settings about where people reach the service and who vouches for them (src/config.ts). */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { OpenIdConfig } from './web/openId.js';

const LOOPBACK = /^(localhost|::1|\[::1\]|127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3})$/;

/** Whether a host name or address is that of this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Passwords and comments go over it: https, but on loopback. */
function safeAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe && url.username === '' && url.password === '' && url.search === '' && url.hash === '' ? url : null;
}

/** An address, as text; null when not set. @param path whether it may have one */
function address(path: boolean) {
  const expected = `expected an https address ${path ? '' : 'without a path '}(http on loopback alone)`;
  return z
    .string()
    .nullable()
    .default(null)
    .transform((text, ctx) => {
      if (text === null) return null;
      const url = safeAddress(text.trim());
      if (url && (path || url.pathname === '/')) return url;
      ctx.addIssue({ code: 'custom', message: `${expected}, found "${text}"` });
      return z.NEVER;
    });
}

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses and networks, separated by commas. */
function proxies() {
  return z
    .string()
    .default('loopback')
    .transform((text, ctx) => {
      const found = text.split(',').map((each) => each.trim());
      const wrong = found.filter((each) => {
        const [ip = '', bits, ...rest] = each.split('/');
        const isNetwork = isIP(ip) > 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
        return !isNetwork && !PROXY_NAMES.includes(each);
      });
      if (wrong.length === 0) return found;
      const expected = `expected IP addresses, networks (10.0.0.0/8) or ${PROXY_NAMES.join(', ')}, separated by commas`;
      ctx.addIssue({ code: 'custom', message: `${expected}; found "${wrong.join(', ')}"` });
      return z.NEVER;
    });
}

/** Names and shapes of these settings. */
export const addressSettings = {
  HOST: z.string().default('127.0.0.1'),
  KUULOLLA_URL: address(false),
  KUULOLLA_TRUSTED_PROXIES: proxies(),
  KUULOLLA_OIDC_ISSUER: address(true),
  KUULOLLA_OIDC_CLIENT_ID: z.string().trim().max(500, 'expected at most 500 characters').nullable().default(null),
  KUULOLLA_OIDC_CLIENT_SECRET: z.string().max(2000, 'expected at most 2000 characters').nullable().default(null),
};
const schema = z.object(addressSettings);
type AddressSettings = z.infer<typeof schema>;

/** What is wrong with these settings together; what is wrong with one alone is not said again. */
export function addressProblems(
  given: Readonly<Record<string, string | undefined>>,
): { readonly setting: string; readonly message: string }[] {
  const { data: settings } = schema.safeParse(given);
  if (!settings) return [];
  const { HOST: host, KUULOLLA_URL: url } = settings;
  const problems: { setting: string; message: string }[] = [];
  if (!isLoopback(host) && (url === null || isLoopback(url.hostname))) {
    const message =
      `expected a loopback address (127.0.0.1, ::1 or localhost), or KUULOLLA_URL with the https address that people use, ` +
      `found "${host}" without it: passwords and comments could be read on the way`;
    problems.push({ setting: 'HOST', message });
  }
  const openId = ['KUULOLLA_OIDC_ISSUER', 'KUULOLLA_OIDC_CLIENT_ID', 'KUULOLLA_OIDC_CLIENT_SECRET'] as const;
  const missing = openId.filter((name) => settings[name] === null);
  if (missing.length > 0 && missing.length < openId.length) {
    const message = 'expected a value beside the other settings of OpenID Connect, found none';
    for (const setting of missing) problems.push({ setting, message });
  } else if (missing.length === 0 && url === null) {
    const message = 'expected the address that people use, to which the OpenID provider sends them back; found none';
    problems.push({ setting: 'KUULOLLA_URL', message });
  }
  return problems;
}

/** Null unless it is configured. */
export function openIdOf(settings: AddressSettings): OpenIdConfig | null {
  const { KUULOLLA_OIDC_ISSUER: issuer, KUULOLLA_OIDC_CLIENT_ID: clientId } = settings;
  const clientSecret = settings.KUULOLLA_OIDC_CLIENT_SECRET;
  return issuer === null || clientId === null || clientSecret === null ? null : { issuer, clientId, clientSecret };
}
