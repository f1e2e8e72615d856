import { notFound } from 'next/navigation';
import { patientOfAddress } from '@/app/of-address.ts';
import { type OfThing, thingOf } from '@/app/params.ts';
import { MergePage } from '@/features/merging/merge-page.tsx';
import { pageTitle } from '@/i18n/page-title.ts';

export async function generateMetadata({ params }: OfThing) {
  const { study, id } = await thingOf(params);
  const patient = await patientOfAddress(study, id);
  return patient === null ? pageTitle('noPatient', { study }) : pageTitle('merge', { of: patient?.code, study });
}

export default async function Merge({ params }: OfThing) {
  const { study, id } = await thingOf(params);
  if ((await patientOfAddress(study, id)) === null) notFound();
  return <MergePage id={id} />;
}
