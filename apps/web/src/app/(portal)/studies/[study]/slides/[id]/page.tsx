import { SlideView } from '@/features/slides/slide-view.tsx';

export default async function SlidePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SlideView slideId={decodeURIComponent(id)} />;
}
