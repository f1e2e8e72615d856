import { pageTitle } from '@/i18n/page-title.ts';
import { FieldsPage } from '@/features/fields/fields-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('fields', { study: await studyOf(params) });

export default function Fields() {
  return <FieldsPage />;
}
