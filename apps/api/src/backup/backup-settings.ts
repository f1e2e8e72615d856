import path from 'node:path';
import { z } from 'zod';
import { repositoryRoot, SettingsError } from '../settings.ts';
import { BackupError } from './backup-error.ts';
import { readRetention, type Retention } from './retention.ts';

/** What the operator wants of regular backups. */
export interface BackupSettings {
  /** With a separator at its end: a folder, whether it is there yet or not. */
  readonly folder: string;
  /** Hour and minute of the day at which one is made, by the clock of this machine. */
  readonly at: { readonly hour: number; readonly minute: number };
  readonly keep: Retention;
  readonly keepText: string;
  readonly keyFile: string | null;
  readonly withSlides: boolean;
}

const environment = z.object({
  PORTAL_BACKUP: z.string().optional(),
  PORTAL_BACKUP_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day: set one such as 02:30')
    .default('02:30'),
  PORTAL_BACKUP_KEEP: z.string().default('7d 4w 12m'),
  PORTAL_BACKUP_KEY: z.string().optional(),
  PORTAL_BACKUP_SLIDES: z.enum(['0', '1'], 'is neither 0 nor 1: set 0 to leave slides out of backups').default('1'),
  PORTAL_BACKUP_OLD_HOURS: z.coerce
    .number('is not a number of hours, such as 48')
    .positive('is not above 0: set a number of hours, such as 48')
    .default(48),
});

function given(env: NodeJS.ProcessEnv): z.infer<typeof environment> {
  const set = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = environment.safeParse(set);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0]);
  throw new SettingsError(`${name} (${set[name] ?? ''}) ${issue?.message}.`);
}

/** After how many hours the last good backup is old. @throws SettingsError naming the setting. */
export const oldAfterHours = (env: NodeJS.ProcessEnv = process.env): number => given(env).PORTAL_BACKUP_OLD_HOURS;

/**
 * Null where no backups are scheduled.
 * @throws SettingsError naming the setting, what is wrong and what is expected.
 */
export function readBackupSettings(env: NodeJS.ProcessEnv = process.env): BackupSettings | null {
  const values = given(env);
  if (values.PORTAL_BACKUP === undefined) return null;
  const [hour = 0, minute = 0] = values.PORTAL_BACKUP_AT.split(':').map(Number);
  return {
    folder: `${path.resolve(repositoryRoot, values.PORTAL_BACKUP)}${path.sep}`,
    at: { hour, minute },
    keep: retentionOf(values.PORTAL_BACKUP_KEEP),
    keepText: values.PORTAL_BACKUP_KEEP,
    keyFile: values.PORTAL_BACKUP_KEY === undefined ? null : path.resolve(repositoryRoot, values.PORTAL_BACKUP_KEY),
    withSlides: values.PORTAL_BACKUP_SLIDES === '1',
  };
}

function retentionOf(text: string): Retention {
  try {
    return readRetention(text);
  } catch (cause) {
    if (cause instanceof BackupError) throw new SettingsError(`PORTAL_BACKUP_KEEP: ${cause.message}`);
    throw cause;
  }
}
