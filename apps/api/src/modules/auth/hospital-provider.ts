import * as oidc from 'openid-client';
import { type ProviderSettings } from './provider-settings.ts';
import { ProviderRefused } from './provider-refused.ts';

/** Seconds in which the provider has to answer. */
const patience = 10;
/** What a provider says of itself changes rarely; the keys it signs with are fetched anew whenever it uses a new one. */
const discoveredForMs = 60 * 60 * 1000;

/** What stands for more than a password in `amr` (RFC 8176): several factors, a one-time code, a key, a smart card. */
const secondFactors: readonly string[] = ['mfa', 'otp', 'hwk', 'sc'];

/** What the provider says of somebody, in a token whose signature, issuer, audience, nonce and expiry have been checked. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  /** Whether the provider asked for more than a password. */
  readonly hasSecondFactor: boolean;
}

/** What is remembered of a sign-in from the way to the provider until the way back. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The provider, which is asked nothing before somebody signs in by it. */
export class HospitalProvider {
  private discovered: { at: number; configuration: Promise<oidc.Configuration> } | null = null;

  /** @param redirectUri - where the provider sends people back to, as it is registered there. */
  constructor(
    private readonly settings: ProviderSettings,
    private readonly redirectUri: string,
  ) {}

  /** @returns the page of the provider to go to. @throws ProviderRefused where it does not answer as it should. */
  async begin(): Promise<{ url: URL; attempt: Attempt }> {
    return this.asking(async (configuration) => {
      const attempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: this.redirectUri,
        scope: 'openid email',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return { url, attempt };
    });
  }

  /**
   * Exchanges the code with which somebody came back.
   *
   * @param query - of the request by which they did.
   * @throws ProviderRefused where the provider refused, did not answer, or said anything that does not hold.
   */
  async identityFrom(query: string, { state, nonce, verifier }: Attempt): Promise<Identity> {
    return this.asking(async (configuration) => {
      const answer = new URL(this.redirectUri);
      answer.search = query;
      const tokens = await oidc.authorizationCodeGrant(configuration, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('there is no ID token');
      const asksMore = claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined;
      const person = asksMore ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims;
      const { email } = person;
      const { amr } = claims;
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: typeof email === 'string' && email !== '' ? email : null,
        isEmailVerified: person['email_verified'] === true,
        hasSecondFactor: Array.isArray(amr) && amr.some((one) => secondFactors.includes(String(one))),
      };
    });
  }

  private async asking<T>(work: (configuration: oidc.Configuration) => Promise<T>): Promise<T> {
    try {
      return await work(await this.configuration());
    } catch (error) {
      throw new ProviderRefused(reasonOf(error), { cause: error });
    }
  }

  private configuration(): Promise<oidc.Configuration> {
    if (this.discovered && Date.now() - this.discovered.at < discoveredForMs) return this.discovered.configuration;
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    const discovered = {
      at: Date.now(),
      configuration: oidc.discovery(server, clientId, undefined, authenticationBy(clientSecret), {
        timeout: patience,
        execute: [
          // Otherwise the signature of a token that comes straight from the provider is not looked at.
          oidc.enableNonRepudiationChecks,
          // The settings allow http on this machine alone.
          ...(server.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      }),
    };
    this.discovered = discovered;
    // A failure is not kept: the next sign-in asks again.
    discovered.configuration.catch(() => {
      if (this.discovered === discovered) this.discovered = null;
    });
    return discovered.configuration;
  }
}

/** In the header, which the specification presumes, unless the provider says that it takes the secret in the body only. */
function authenticationBy(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server;
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

function reasonOf(error: unknown): 'cancelled' | 'providerDown' | 'providerAnswer' {
  if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') return 'cancelled';
  const { cause } = error as Error;
  const isUnanswered = error instanceof TypeError && cause instanceof Error;
  const isLate = error instanceof oidc.ClientError && error.code === 'OAUTH_TIMEOUT';
  const isFailure = cause instanceof Response && cause.status >= 500;
  return isUnanswered || isLate || isFailure ? 'providerDown' : 'providerAnswer';
}
