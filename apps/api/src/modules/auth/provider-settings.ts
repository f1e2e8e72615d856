/** The hospital's own OpenID Connect provider, by which people sign in where it is set. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button on the sign-in page calls it. */
  readonly label: string;
  /** Whether a second factor that the provider asked for counts where the portal requires one. */
  readonly isSecondFactorTrusted: boolean;
}
