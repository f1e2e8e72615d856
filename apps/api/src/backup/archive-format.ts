import { z } from 'zod';
import { BackupError } from './backup-error.ts';

/*
 * What an archive holds: a tar, so that it can be looked into without the portal, with these entries in this order.
 *
 *   opening.json                       what it is of; a restore needs it before the first row
 *   home/…                             secrets and heads of the audit trail, as they are in PORTAL_HOME
 *   rows/SCHEMA.TABLE/000001.copy.gz   rows as COPY writes them in text, in parts that end with a row
 *   files/SHA256                       models and slides, unless they are kept beside the archive
 *   manifest.json                      what there has to be: hash of each entry, rows of each table, files
 *   manifest.sha256                    the digest of that
 */

export const formatVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const table = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()).min(1) });
/** Leads to no other place than a folder of PORTAL_HOME, whoever wrote the archive. */
const pathInHome = z
  .string()
  .regex(/^(slides|models)(\/[^/\0\\]+)+$/)
  .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), 'leads out of its folder');

const opening = z.object({
  format: z.literal('haim-portal-backup'),
  version: z.literal(formatVersion),
  id: z.uuid(),
  madeAt: z.iso.datetime(),
  /** Version of the portal and of its PostgreSQL. */
  portal: z.string(),
  postgres: z.string(),
  /** In the order in which they were run. */
  migrations: z.array(z.string()),
  filesAre: z.enum(['inside', 'beside']),
  tables: z.array(table),
});

const manifest = z.object({
  entries: z.array(z.object({ name: z.string(), bytes: z.number().int().nonnegative(), sha256 })),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      rows: z.number().int().nonnegative(),
      /** Sum of the hashes of its rows, whatever their order: RowDigest. */
      sum: z.string().regex(/^[0-9a-f]{32}$/),
    }),
  ),
  sequences: z.array(
    z.object({ schema: z.string(), name: z.string(), last: z.string().regex(/^\d+$/), isCalled: z.boolean() }),
  ),
  /** Models, and every slide of the database, also where the backup has no copy of it. */
  files: z.array(z.object({ path: pathInHome, sha256, bytes: z.number().int().nonnegative(), isHeld: z.boolean() })),
});

export type TableRef = z.infer<typeof table>;
export type Opening = z.infer<typeof opening>;
export type Manifest = z.infer<typeof manifest>;
export type ListedFile = Manifest['files'][number];

export const openingName = 'opening.json';
export const manifestName = 'manifest.json';
export const digestName = 'manifest.sha256';
export const nameOfTable = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;
export const nameOfPart = (of: TableRef, part: number): string =>
  `rows/${nameOfTable(of)}/${String(part).padStart(6, '0')}.copy.gz`;
/** The table that a part has rows of; null for any other entry. */
export const tableOfPart = (entry: string): string | null =>
  /^rows\/([^/]+)\/\d{6}\.copy\.gz$/.exec(entry)?.[1] ?? null;
export const nameOfFile = (hash: string): string => `files/${hash}`;

/** @throws BackupError where the text is of another format, or of a later version of it. */
export function readOpening(text: string): Opening {
  const found = parsed(text, openingName) as { format?: unknown; version?: unknown } | null;
  if (found?.format !== 'haim-portal-backup') throw new BackupError('This is not a backup of a portal.');
  if (typeof found.version === 'number' && found.version > formatVersion) {
    throw new BackupError(
      `The backup has format ${found.version} and this portal reads up to ${formatVersion}: use the version of the portal that made it, or a newer one.`,
    );
  }
  return checked(opening, found, openingName);
}

/** @throws BackupError naming the part that is damaged. */
export function readManifest(text: string): Manifest {
  return checked(manifest, parsed(text, manifestName), manifestName);
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BackupError(`${name} of the backup is not JSON: it is damaged.`, { cause });
  }
}

function checked<T>(schema: z.ZodType<T>, found: unknown, name: string): T {
  const result = schema.safeParse(found);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new BackupError(`${name} of the backup is damaged at ${issue?.path.join('.') ?? '?'}: ${issue?.message}.`);
}
