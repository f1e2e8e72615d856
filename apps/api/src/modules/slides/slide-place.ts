import { z } from 'zod';
import { SettingsError } from '../../settings.ts';
import { type BucketAddress, SlideBucket } from './slide-bucket.ts';
import { SlideFiles } from './slide-files.ts';

const bucketText = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?((?:[\w!.*'()-]+\/?)*)$/;

const environment = z.object({
  PORTAL_SLIDES: z.string().regex(bucketText, 'is not an address such as s3://bucket/folder').optional(),
  PORTAL_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'is not an http or https address' }).optional(),
  PORTAL_SLIDE_CACHE_GB: z.coerce.number('is not a number').positive('is not above 0').default(200),
});

/** The settings of where slides are stored, and the credentials of an S3 client: API and workers get them. */
export const slidePlaceSettings = [
  ...Object.keys(environment.shape),
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_PROFILE'],
  ...['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
];

/**
 * Opens the storage of this portal's slides.
 *
 * @param folder - PORTAL_HOME/slides: the storage itself, or the cache of the bucket that PORTAL_SLIDES names.
 * @throws SettingsError naming the setting, what is wrong and what is expected.
 */
export function openSlideFiles(folder: string, env: NodeJS.ProcessEnv = process.env): SlideFiles {
  const given = Object.fromEntries(
    Object.keys(environment.shape).map((name) => [name, env[name]?.trim() || undefined]),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SettingsError(
      `${String(issue?.path[0])} ${issue?.message}: see "Where slides lie" in docs/operations.md.`,
    );
  }
  const { PORTAL_SLIDES, PORTAL_S3_ENDPOINT, PORTAL_SLIDE_CACHE_GB } = parsed.data;
  if (PORTAL_SLIDES === undefined) return new SlideFiles(folder);
  const address = bucketAddress(PORTAL_SLIDES, PORTAL_S3_ENDPOINT ?? null);
  return new SlideFiles(folder, new SlideBucket(address), PORTAL_SLIDE_CACHE_GB * 1e9);
}

function bucketAddress(text: string, endpoint: string | null): BucketAddress {
  const [, bucket = '', path = ''] = bucketText.exec(text) ?? [];
  return { bucket, prefix: path === '' || path.endsWith('/') ? path : `${path}/`, endpoint };
}

/** @throws SettingsError when the bucket that PORTAL_SLIDES names cannot be used. */
export async function checkSlidePlace(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const files = openSlideFiles('', env);
  const reason = await files.bucket?.trouble();
  if (reason === undefined || reason === null) return;
  throw new SettingsError(
    `PORTAL_SLIDES (${env['PORTAL_SLIDES']?.trim()}) does not answer (${reason}): name a bucket that is there, and set its keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
  );
}
