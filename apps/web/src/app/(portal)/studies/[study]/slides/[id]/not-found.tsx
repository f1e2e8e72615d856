import { NotFound } from '@/features/shell/not-found.tsx';
import { pageTitle } from '@/i18n/page-title.ts';

export const generateMetadata = () => pageTitle('noSlide');

export default function SlideNotFound() {
  return <NotFound what="slide" />;
}
