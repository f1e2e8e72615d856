import { notFound } from 'next/navigation';
import { pageTitle } from '@/i18n/page-title.ts';

export const generateMetadata = () => pageTitle('notFound');

/** An address without a page is answered inside the portal, beside the navigation. */
export default function Unknown() {
  notFound();
}
