import { pageTitle } from '@/i18n/page-title.ts';
import { SlidesGallery } from '@/features/slides/slides-gallery.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('slides', { study: await studyOf(params) });

export default function SlidesPage() {
  return <SlidesGallery />;
}
