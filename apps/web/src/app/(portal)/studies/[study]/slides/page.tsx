import { SlidesGallery } from '@/features/slides/slides-gallery.tsx';

export default function SlidesPage() {
  return <SlidesGallery />;
}
