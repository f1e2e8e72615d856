import { NotFound } from '@/features/shell/not-found.tsx';
import { pageTitle } from '@/i18n/page-title.ts';

export const generateMetadata = () => pageTitle('notFound');

/** Inside the portal's frame, for what is no study of the reader's as well as for what is no page. */
export default function InPortalNotFound() {
  return <NotFound />;
}
