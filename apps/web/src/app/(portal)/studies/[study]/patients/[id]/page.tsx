import { PatientPage } from '@/features/patients/patient-page.tsx';

export default async function Patient({ params }: { params: Promise<{ id: string }> }) {
  return <PatientPage id={(await params).id} />;
}
