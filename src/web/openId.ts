/** Signing in with an OpenID Connect provider: authorization code with PKCE, state and nonce (RFC 6749, RFC 7636, OIDC Core). */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import { z } from 'zod';
import type { ProviderIdentity } from '../flows/signIn.js';
import { createSealer } from './sealed.js';

export interface OpenIdConfig {
  /** As the provider names itself; https, or http on loopback. */
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface OpenIdDeps extends OpenIdConfig {
  /** Public address of the service. */
  readonly url: URL;
  /** Seals what the browser keeps between leaving and coming back; at least 32 characters. */
  readonly secret: string;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

export const CALLBACK_PATH = '/login/oidc/callback';
/** Somebody who takes longer at the provider starts again. */
export const JOURNEY_MS = 10 * 60_000;
const PROVIDER_TIMEOUT_S = 10;

const journeySchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  startedAt: z.string(),
});

export type OpenIdOutcome =
  | { readonly outcome: 'known'; readonly identity: ProviderIdentity; readonly next: string }
  /** The browser comes back without having left from here, too late, or with another state. */
  | { readonly outcome: 'strayed' }
  /** The person said no, or the provider did. */
  | { readonly outcome: 'declined' };

export class OpenIdSignIn {
  readonly #deps: OpenIdDeps;
  readonly #sealer: ReturnType<typeof createSealer>;
  #provider: Promise<Configuration> | null = null;

  constructor(deps: OpenIdDeps) {
    this.#deps = deps;
    this.#sealer = createSealer(deps.secret, 'openid-journey');
  }

  /**
   * Where to send the browser, and what it keeps meanwhile.
   * @throws when the provider cannot be reached; the next call tries again
   */
  async begin(next: string): Promise<{ readonly url: URL; readonly journey: string }> {
    const provider = await this.#discover();
    const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
    const url = buildAuthorizationUrl(provider, {
      redirect_uri: this.#redirectUri(),
      scope: 'openid email profile',
      response_type: 'code',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url, journey: this.#sealer.seal({ state, nonce, verifier, next, startedAt: this.#deps.now() }) };
  }

  /**
   * Who came back.
   * @param query of the address that the provider sent the browser to, with its `?`
   * @param kept what the browser kept, or null
   * @throws when the provider cannot be reached or answers something that does not hold
   */
  async finish(query: string, kept: string | null): Promise<OpenIdOutcome> {
    const journey = kept === null ? null : journeySchema.safeParse(this.#sealer.open(kept)).data;
    const asked = new URLSearchParams(query);
    if (!journey || asked.get('state') !== journey.state) return { outcome: 'strayed' };
    if (Date.parse(this.#deps.now()) - Date.parse(journey.startedAt) > JOURNEY_MS) return { outcome: 'strayed' };
    if (asked.has('error')) return { outcome: 'declined' };
    const provider = await this.#discover();
    const tokens = await authorizationCodeGrant(provider, new URL(this.#redirectUri() + query), {
      pkceCodeVerifier: journey.verifier,
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('expected an ID token, found none');
    // many providers give the address only on asking
    const asks = claims['email'] === undefined && provider.serverMetadata().userinfo_endpoint !== undefined;
    const person = asks ? await fetchUserInfo(provider, tokens.access_token, claims.sub) : claims;
    const email = person['email_verified'] === true && typeof person['email'] === 'string' ? person['email'] : null;
    const identity = { issuer: claims.iss, subject: claims.sub, verifiedEmail: email };
    return { outcome: 'known', identity, next: journey.next };
  }

  #redirectUri(): string {
    return new URL(CALLBACK_PATH, this.#deps.url).href;
  }

  /** Asked for when somebody signs in, so that the service starts while the provider is down; a failure is forgotten. */
  #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#deps;
    // settings allow http on loopback alone
    const execute = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
    this.#provider ??= discovery(issuer, clientId, clientSecret, undefined, {
      execute,
      timeout: PROVIDER_TIMEOUT_S,
    }).catch((cause: unknown) => {
      this.#provider = null;
      throw new Error(`expected the OpenID provider to describe itself at ${issuer.href}`, { cause });
    });
    return this.#provider;
  }
}
