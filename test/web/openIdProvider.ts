/** A real OpenID Connect provider on a free port of 127.0.0.1, with people who sign in there by saying who they are. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export interface ProviderPerson {
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

export interface RunningProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

export const CLIENT = { id: 'kuulolla', secret: 'a secret between the two of them' } as const;

/** @param redirectUri where people are sent back to */
export async function startProvider(redirectUri: string, people: readonly ProviderPerson[]): Promise<RunningProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key of the test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => {
      const person = people.find(({ subject }) => subject === id);
      if (!person) return Promise.resolve(undefined);
      const claims = { sub: id, email: person.email, email_verified: person.emailVerified, name: id };
      return Promise.resolve({ accountId: id, claims: () => claims });
    },
  };
  const provider = new Provider(issuer, configuration);
  const callback = provider.callback();
  server.on('request', (req, res) => {
    const url = new URL(req.url ?? '/', issuer);
    if (!url.pathname.startsWith('/interaction/')) {
      void callback(req, res);
      return;
    }
    // `?as=SUBJECT` in place of a form; `?as=` without one declines
    answer(provider, req, res, url.searchParams.get('as')).catch((error: unknown) => {
      res.writeHead(500).end(String(error));
    });
  });
  return { issuer, close: () => closeServer(server) };
}

async function answer(
  provider: Provider,
  req: Parameters<Provider['interactionDetails']>[0],
  res: Parameters<Provider['interactionDetails']>[1],
  as: string | null,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(req, res);
  if (prompt.name === 'login') {
    if (as === null) {
      res.end('who?');
      return;
    }
    const result =
      as === '' ? { error: 'access_denied', error_description: 'the person said no' } : { login: { accountId: as } };
    await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
    return;
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
  grant.addOIDCScope('openid email profile');
  const consent = { consent: { grantId: await grant.save() } };
  await provider.interactionFinished(req, res, consent, { mergeWithLastSubmission: true });
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
