import { notFound } from 'next/navigation';
import { pageTitle } from '@/i18n/page-title.ts';

export const generateMetadata = () => pageTitle('notFound');

/** An address without a page is told so inside the portal, with the way around beside it. */
export default function Unknown() {
  notFound();
}
