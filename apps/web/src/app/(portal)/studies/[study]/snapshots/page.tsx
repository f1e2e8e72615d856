import { pageTitle } from '@/i18n/page-title.ts';
import { SnapshotsPage } from '@/features/snapshots/snapshots-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('snapshots', { study: await studyOf(params) });

export default function Snapshots() {
  return <SnapshotsPage />;
}
