import { ModelsView } from '@/features/models/models-view.tsx';

export default function ModelsPage() {
  return <ModelsView />;
}
