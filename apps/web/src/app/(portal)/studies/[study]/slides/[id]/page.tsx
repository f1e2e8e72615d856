import { notFound } from 'next/navigation';
import { slideOfAddress } from '@/app/of-address.ts';
import { type OfThing, thingOf } from '@/app/params.ts';
import { SlideView } from '@/features/slide/slide-view.tsx';
import { pageTitle } from '@/i18n/page-title.ts';

export async function generateMetadata({ params }: OfThing) {
  const { study, id } = await thingOf(params);
  const slide = await slideOfAddress(study, id);
  return slide === null ? pageTitle('noSlide', { study }) : pageTitle('slide', { of: slide?.barcode, study });
}

export default async function SlidePage({ params }: OfThing) {
  const { study, id } = await thingOf(params);
  if ((await slideOfAddress(study, id)) === null) notFound();
  return <SlideView slideId={id} />;
}
