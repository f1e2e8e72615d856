import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { newClient } from './db/connections.ts';
import type { MailSettings } from './mail/mailer.ts';
import type { ProviderSettings } from './modules/auth/provider-settings.ts';
import { type SecondFactorRule, secondFactorRules } from './modules/auth/second-factor-rule.ts';
import { readWatchSettings, wantedOfWatching, watchSettings, type WatchSettings } from './watch-settings.ts';

/** The root of the checkout: four folders above this file. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../../..');
/** What the pages are built into. */
export const builtPages = path.join(repositoryRoot, 'apps/web/.next');

/** A setting that stops the start; its message is one sentence for the person who set it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const portText = z
  .string()
  .regex(/^\d+$/, 'is not a whole number')
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, 'is not between 1 and 65535');

const environment = z.object({
  PORTAL_PORT: portText.default(3000),
  PORTAL_HOST: z.string().min(1).default('127.0.0.1'),
  PORTAL_HOME: z.string().min(1).default('.portal'),
  PORTAL_URL: z
    .url({ protocol: /^https?$/, error: 'is not an http or https address', abort: true })
    .refine((text) => new URL(text).pathname === '/', 'has a path; the portal is served from the root of its address')
    .optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not a PostgreSQL address', abort: true })
    .refine((text) => new URL(text).pathname.length > 1, 'names no database')
    .optional(),
  DATABASE_READ_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a PostgreSQL address' }).optional(),
  PORTAL_WORKERS: z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((count) => count <= 64, 'is more than 64')
    .default(1),
  PORTAL_OPENSLIDE: z
    .string()
    .refine((file) => existsSync(file), 'is not there')
    .optional(),
  PORTAL_DECODERS: z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .refine((count) => Number(count) >= 1 && Number(count) <= 64, 'is not between 1 and 64')
    .optional(),
  PORTAL_COLUMNS_MB: z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((megabytes) => megabytes >= 1 && megabytes <= 1_000_000, 'is not between 1 and 1000000')
    .default(512),
  PORTAL_AUDIT_HEADS: z.string().min(1).optional(),
  PORTAL_R: z
    .string()
    .refine((place) => place === 'off' || existsSync(place), 'is not there')
    .optional(),
  PORTAL_IDLE_MINUTES: z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((minutes) => minutes >= 1 && minutes <= 720, 'is not between 1 and 720')
    .default(30),
  PORTAL_SIGN_INS_A_MINUTE: z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((count) => count >= 30 && count <= 100_000, 'is not between 30 and 100000')
    .default(300),
  PORTAL_SECOND_FACTOR: z.enum(secondFactorRules, 'is not one of optional, required and everybody').default('optional'),
  PORTAL_DEMO_SLIDES: z.enum(['0', '1'], 'is neither 0 nor 1').default('1'),
  PORTAL_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'is not an smtp or smtps address' }).optional(),
  PORTAL_MAIL_FROM: z
    .string()
    .regex(/^[^<>\r\n]*<[^@\s<>]+@[^@\s<>]+>$|^[^@\s<>]+@[^@\s<>]+$/, 'is not an address')
    .optional(),
  PORTAL_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'is not an https address', abort: true })
    .refine((text) => isSafe(new URL(text)), 'is not an https address')
    .refine((text) => !/[?#]/.test(text), 'has a query or a fragment')
    .optional(),
  PORTAL_OIDC_CLIENT_ID: z.string().optional(),
  PORTAL_OIDC_CLIENT_SECRET: z.string().optional(),
  PORTAL_OIDC_LABEL: z.string().max(60, 'is longer than 60 characters').optional(),
  PORTAL_OIDC_SECOND_FACTOR: z.enum(['trusted'], 'is something else than trusted').optional(),
  PORTAL_DEMO_PASSWORD: z.string().min(12, 'is shorter than 12 characters').max(128, 'is longer than 128').optional(),
  ...watchSettings,
});

/** Without https anybody on the way could read who signs in; on this machine there is no way. */
const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** What is expected, worded to follow what is wrong. */
const wanted: Record<keyof z.infer<typeof environment>, string> = {
  PORTAL_PORT: 'set a port such as 3000',
  PORTAL_HOST: 'set an address of this machine such as 127.0.0.1, or 0.0.0.0 for all of them',
  PORTAL_HOME: 'set a folder that this user may write, such as ./.portal',
  PORTAL_URL: 'set the address people type, such as https://portal.example.org',
  DATABASE_URL: 'set an address such as postgres://owner:password@host:5432/portal',
  DATABASE_READ_URL:
    'set the address of a replica of DATABASE_URL, such as postgres://replica.example.org:5432/portal, or leave it out',
  PORTAL_WORKERS: 'set how many runs go on at once on this machine, such as 1; 0 leaves them to other machines',
  PORTAL_OPENSLIDE: 'set the path of libopenslide, or leave it out and the usual places are searched',
  PORTAL_DECODERS: 'set how many processes may decode slides for the API and for each worker, such as 2',
  PORTAL_COLUMNS_MB: 'set how many megabytes of memory the API may keep patients in for counting, such as 512',
  PORTAL_AUDIT_HEADS: 'set a folder that this user may write, best on another machine, or leave it out',
  PORTAL_R:
    'set the path of Rscript or of a folder with webR, off for none, or leave it out and the usual places are searched',
  PORTAL_IDLE_MINUTES:
    'set after how many minutes without use a session ends, such as 30; after 12 hours it always does',
  PORTAL_SIGN_INS_A_MINUTE:
    'set how many sign-ins a minute are answered for one address of a network, behind which a hospital may be, such as 300',
  PORTAL_SECOND_FACTOR:
    'set required for everybody who manages people or decides on models, everybody for all accounts, or leave it out',
  PORTAL_DEMO_SLIDES: 'set 0 to leave the slides of the demonstration undrawn, or leave it out and they are drawn',
  PORTAL_SMTP_URL: 'set the mail server, such as smtps://user:password@mail.example.org:465, or leave it out',
  PORTAL_MAIL_FROM: 'set the address that letters come from, such as HAIM Portal <portal@example.org>',
  PORTAL_OIDC_ISSUER: 'set the address of the provider, such as https://login.example.org/realms/hospital',
  PORTAL_OIDC_CLIENT_ID: 'set the name under which the portal is registered at the provider',
  PORTAL_OIDC_CLIENT_SECRET: 'set the secret that the provider gave to the portal',
  PORTAL_OIDC_LABEL: 'set what the button calls the provider, such as General Hospital, in at most 60 characters',
  PORTAL_OIDC_SECOND_FACTOR:
    'set trusted where a second factor that the provider asked for counts as one of the portal, together with the other PORTAL_OIDC settings, or leave it out',
  PORTAL_DEMO_PASSWORD: 'set at least 12 characters, or leave it out and one is made',
  ...wantedOfWatching,
};

/** What a message must not repeat. */
const secretSettings = [
  'DATABASE_URL',
  'DATABASE_READ_URL',
  'PORTAL_DEMO_PASSWORD',
  'PORTAL_SMTP_URL',
  'PORTAL_OIDC_CLIENT_SECRET',
  'PORTAL_METRICS_TOKEN',
];

export interface Settings {
  readonly port: number;
  /** The address the front door listens on. */
  readonly host: string;
  /** Absolute path of the folder with all data. */
  readonly home: string;
  /** The address people type; https here turns on Secure cookies and HSTS. */
  readonly publicUrl: string;
  /** Null: the portal runs its own PostgreSQL under `home`. */
  readonly databaseUrl: string | null;
  /** A replica of that database, from which analyses read; null for none. */
  readonly readUrl: string | null;
  /** Worker processes of this machine. */
  readonly workers: number;
  /** Of the processes that decode slides, as packages/ml takes them from the environment; what is not set is absent. */
  readonly decoding: Readonly<Record<string, string>>;
  /** Memory in which the API keeps patients for counting. */
  readonly columnsMb: number;
  /** Where the heads of the audit's chains are written, outside the database. */
  readonly auditHeads: string;
  /** Rscript or a folder with webR, by which numbers are checked; `off` for none, null to search. */
  readonly r: string | null;
  /** A session that nobody used for this long ends. */
  readonly idleMinutes: number;
  /** Sign-ins a minute that are answered for one address of a network. */
  readonly signInsAMinute: number;
  /** Who must have a second factor. */
  readonly secondFactorRule: SecondFactorRule;
  /** Whether slides of the demonstration are drawn, which takes most of a minute of one core once. */
  readonly drawsDemoSlides: boolean;
  /** The mail server and the sender of letters; null where nothing is sent. */
  readonly mail: MailSettings | null;
  /** The hospital's own sign-in; null where there is none. */
  readonly provider: ProviderSettings | null;
  readonly demoPassword: string | null;
  readonly watch: WatchSettings;
}

/**
 * Reads the settings from `env`, where an empty text counts as not set.
 * @throws SettingsError naming the setting, what is wrong and what is expected.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(
    Object.keys(wanted).flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]) as keyof typeof wanted;
    const isSecret = secretSettings.includes(name);
    const shown = isSecret ? '' : ` (${given[name] ?? ''})`;
    throw new SettingsError(`${name}${shown} ${issue?.message ?? 'is wrong'}: ${wanted[name]}.`);
  }
  const values = parsed.data;
  if (values.DATABASE_READ_URL !== undefined && values.DATABASE_URL === undefined) {
    throw new SettingsError(`DATABASE_READ_URL is set without DATABASE_URL, of which it is a replica: set both.`);
  }
  const home = path.resolve(repositoryRoot, values.PORTAL_HOME);
  return {
    port: values.PORTAL_PORT,
    host: values.PORTAL_HOST,
    home,
    publicUrl: new URL(values.PORTAL_URL ?? `http://localhost:${values.PORTAL_PORT}`).origin,
    databaseUrl: values.DATABASE_URL ?? null,
    readUrl: values.DATABASE_READ_URL ?? null,
    workers: values.PORTAL_WORKERS,
    decoding: Object.fromEntries(
      (['PORTAL_OPENSLIDE', 'PORTAL_DECODERS'] as const).flatMap((name) => {
        const value = values[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    columnsMb: values.PORTAL_COLUMNS_MB,
    auditHeads: path.resolve(repositoryRoot, values.PORTAL_AUDIT_HEADS ?? path.join(home, 'audit-heads')),
    r:
      values.PORTAL_R === undefined || values.PORTAL_R === 'off'
        ? (values.PORTAL_R ?? null)
        : path.resolve(values.PORTAL_R),
    idleMinutes: values.PORTAL_IDLE_MINUTES,
    signInsAMinute: values.PORTAL_SIGN_INS_A_MINUTE,
    secondFactorRule: values.PORTAL_SECOND_FACTOR,
    drawsDemoSlides: values.PORTAL_DEMO_SLIDES === '1',
    mail: mailOf(values),
    provider: providerOf(values),
    demoPassword: values.PORTAL_DEMO_PASSWORD ?? null,
    watch: readWatchSettings(values),
  };
}

/** @throws SettingsError where one of the two is missing. */
function mailOf({
  PORTAL_SMTP_URL: smtpUrl,
  PORTAL_MAIL_FROM: from,
}: z.infer<typeof environment>): MailSettings | null {
  if (smtpUrl === undefined && from === undefined) return null;
  if (smtpUrl === undefined) throw new SettingsError(`PORTAL_SMTP_URL is not set: ${wanted.PORTAL_SMTP_URL}.`);
  if (from === undefined) throw new SettingsError(`PORTAL_MAIL_FROM is not set: ${wanted.PORTAL_MAIL_FROM}.`);
  return { smtpUrl, from };
}

/** @throws SettingsError where one of the four is missing, or the rule is given without them. */
function providerOf(values: z.infer<typeof environment>): ProviderSettings | null {
  const needed = [
    'PORTAL_OIDC_ISSUER',
    'PORTAL_OIDC_CLIENT_ID',
    'PORTAL_OIDC_CLIENT_SECRET',
    'PORTAL_OIDC_LABEL',
  ] as const;
  if ([...needed, 'PORTAL_OIDC_SECOND_FACTOR' as const].every((name) => values[name] === undefined)) return null;
  const [issuer, clientId, clientSecret, label] = needed.map((name) => {
    const value = values[name];
    if (value === undefined) throw new SettingsError(`${name} is not set: ${wanted[name]}.`);
    return value;
  }) as [string, string, string, string];
  return {
    issuer,
    clientId,
    clientSecret,
    label,
    isSecondFactorTrusted: values.PORTAL_OIDC_SECOND_FACTOR === 'trusted',
  };
}

/** Reads `.env` at the root, if there; variables already set in the environment win. */
export function loadEnvFile(): void {
  const file = path.join(repositoryRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Makes PORTAL_HOME where it is missing and proves that it can be written. */
export function prepareHome(home: string): void {
  // Root runs PostgreSQL as another account, which must pass through here but not look around.
  prepareFolder('PORTAL_HOME', home, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Makes the folder of the audit's heads where it is missing and proves that it can be written. */
export function prepareAuditHeads(folder: string): void {
  prepareFolder('PORTAL_AUDIT_HEADS', folder, 0o700);
}

function prepareFolder(setting: 'PORTAL_HOME' | 'PORTAL_AUDIT_HEADS', folder: string, mode: number): void {
  const probe = path.join(folder, `.write-test-${randomBytes(4).toString('hex')}`);
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, mode);
    }
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new SettingsError(`${setting} (${folder}) cannot be written (${code}): ${wanted[setting]}.`);
  }
}

/** @throws SettingsError when another program already listens on the port. */
export async function checkPortIsFree({ port, host }: Pick<Settings, 'port' | 'host'>): Promise<void> {
  const probe = net.createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(port, host, () => probe.close(() => resolve()));
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      throw new SettingsError(
        `PORTAL_PORT ${port} is in use by another program: stop that program, or start with PORTAL_PORT=${port === 65_535 ? 3000 : port + 1}.`,
      );
    }
    if (error.code === 'EACCES') {
      throw new SettingsError(`PORTAL_PORT ${port} needs administrator rights: set one from 1024 up, such as 3000.`);
    }
    throw new SettingsError(
      `PORTAL_HOST (${host}) cannot be listened on (${error.code ?? error.message}): ${wanted.PORTAL_HOST}.`,
    );
  });
}

/** @throws SettingsError when the server cannot be reached, is not PostgreSQL, or is older than 15. */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const { host, pathname } = new URL(databaseUrl);
  const where = `${host}${pathname}`;
  const client = newClient({ connectionString: databaseUrl });
  try {
    await client.connect();
    const answer = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    const major = Math.floor(Number(answer.rows[0]?.version) / 10_000);
    if (!(major >= 15)) {
      throw new SettingsError(
        `DATABASE_URL (${where}) is PostgreSQL ${major}, which is older than 15: set the address of a PostgreSQL 15 or newer.`,
      );
    }
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const reason = error instanceof Error && error.message ? error.message : String(error);
    throw new SettingsError(`DATABASE_URL (${where}) does not answer (${reason}): ${wanted.DATABASE_URL}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
