import { type Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { chooseLocale, localeCookie } from './locale.ts';
import { messages, type Messages } from './messages.ts';

/** The words of a page in the tab of the browser: the same as in the rail. */
export async function pageTitle(page: keyof Messages['shell']['nav'] | 'signIn'): Promise<Metadata> {
  const locale = chooseLocale((await cookies()).get(localeCookie)?.value, (await headers()).get('accept-language'));
  const { shell } = messages[locale];
  return { title: page === 'signIn' ? shell.signIn.title : shell.nav[page] };
}
