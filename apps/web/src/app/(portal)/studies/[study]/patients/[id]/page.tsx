import { pageTitle } from '@/i18n/page-title.ts';
import { PatientPage } from '@/features/patients/patient-page.tsx';

export const generateMetadata = () => pageTitle('entry');

export default async function Patient({ params }: { params: Promise<{ id: string }> }) {
  return <PatientPage id={(await params).id} />;
}
