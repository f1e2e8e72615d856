import { pageTitle } from '@/i18n/page-title.ts';
import { StudySettingsPage } from '@/features/study-settings/study-settings-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('settings', { study: await studyOf(params) });

export default function StudySettings() {
  return <StudySettingsPage />;
}
