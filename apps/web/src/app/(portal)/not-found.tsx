import { NotFound } from '@/features/shell/not-found.tsx';
import { pageTitle } from '@/i18n/page-title.ts';

export const generateMetadata = () => pageTitle('notFound');

/** Inside the portal's frame, for a study that is not the reader's as well as for a page that does not exist. */
export default function InPortalNotFound() {
  return <NotFound />;
}
