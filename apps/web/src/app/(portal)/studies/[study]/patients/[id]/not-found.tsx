import { NoPatient } from '@/features/patients/no-patient.tsx';
import { pageTitle } from '@/i18n/page-title.ts';

export const generateMetadata = () => pageTitle('noPatient');

export default function PatientNotFound() {
  return <NoPatient />;
}
