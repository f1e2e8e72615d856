import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { generateKeyPair, exportJWK, type JWTPayload, SignJWT } from 'jose';
import Provider from 'oidc-provider';
import { type ProviderSettings } from './provider-settings.ts';

/** Whoever sits at the browser: what the provider knows of that person. */
export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  /** How the person proved it there. */
  readonly amr?: string[];
}

export const registration = { clientId: 'portal', clientSecret: 'a secret of these tests alone', label: 'Hospital' };
export const settingsOf = (issuer: string): ProviderSettings => ({
  ...registration,
  issuer,
  isSecondFactorTrusted: false,
});

async function listen(answer: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const ended = (server: Server) => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => server.close(() => resolve()));
};

/** A certified provider of OpenID Connect on this machine, which demands PKCE. Its pages sign in `person` without asking. */
export async function openProvider(redirectUri: string) {
  const state = { person: null as Person | null, requests: 0 };
  let answer: RequestListener = () => undefined;
  const { server, origin } = await listen((req, res) => {
    state.requests += 1;
    answer(req, res);
  });
  const provider = new Provider(origin, {
    clients: [
      {
        client_id: registration.clientId,
        client_secret: registration.clientSecret,
        redirect_uris: [redirectUri],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['a key of these tests alone'] },
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...state.person, sub }) }),
  });
  const pages = provider.callback();
  answer = (req, res) => {
    if (!req.url?.startsWith('/interaction/')) return void pages(req, res);
    void (async () => {
      const { prompt, session } = await provider.interactionDetails(req, res);
      const { person } = state;
      if (!person) return provider.interactionFinished(req, res, { error: 'access_denied' });
      if (prompt.name === 'login') {
        const login = { accountId: person.sub, ...(person.amr && { amr: person.amr }) };
        return provider.interactionFinished(req, res, { login });
      }
      const grant = new provider.Grant({ accountId: session!.accountId, clientId: registration.clientId });
      grant.addOIDCScope('openid email');
      const consent = { grantId: await grant.save() };
      return provider.interactionFinished(req, res, { consent }, { mergeWithLastSubmission: true });
    })();
  };
  return { issuer: origin, state, close: () => ended(server) };
}

/** A provider of which each answer is as it is told: for what an honest one never says. */
export async function openFalseProvider() {
  const said = { discovery: null as string | null, claims: {} as JWTPayload, isOwnKey: true, status: 200 };
  const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(own.publicKey)), alg: 'RS256', kid: 'own' };
  const { server, origin } = await listen((req, res) => {
    const json = (body: object) => {
      res.setHeader('content-type', 'application/json');
      res.statusCode = said.status;
      res.end(JSON.stringify(body));
    };
    if (req.url === '/jwks') return json({ keys: [jwk] });
    if (req.url === '/token') {
      void new SignJWT(said.claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'own' })
        .sign((said.isOwnKey ? own : other).privateKey)
        .then((id_token) => json({ access_token: 'x', token_type: 'Bearer', id_token }));
      return;
    }
    if (said.discovery !== null) return void res.end(said.discovery);
    return json({
      issuer: origin,
      authorization_endpoint: `${origin}/auth`,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/jwks`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });
  return { issuer: origin, said, close: () => ended(server) };
}
