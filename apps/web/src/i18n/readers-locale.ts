import { cookies, headers } from 'next/headers';
import { chooseLocale, type Locale, localeCookie } from './locale.ts';

/** The language of the request. */
export async function readersLocale(): Promise<Locale> {
  return chooseLocale((await cookies()).get(localeCookie)?.value, (await headers()).get('accept-language'));
}
