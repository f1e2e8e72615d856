import { type Metadata } from 'next';
import { messages, type Messages } from './messages.ts';
import { readersLocale } from './readers-locale.ts';

export type TitledPage = keyof Messages['shell']['nav'] | keyof Messages['shell']['titles'];

/**
 * The title of the browser tab: the page's name in the rail, preceded by its subject and followed by the study.
 *
 * @param of - a patient's code, a slide's barcode: what distinguishes this page from others of its kind.
 */
export async function pageTitle(
  page: TitledPage,
  { of, study }: { of?: string | undefined; study?: string | undefined } = {},
): Promise<Metadata> {
  const { nav, titles } = messages[await readersLocale()].shell;
  const words = page in nav ? nav[page as keyof typeof nav] : titles[page as keyof typeof titles];
  return { title: [of, words, study].filter(Boolean).join(' · ') };
}
