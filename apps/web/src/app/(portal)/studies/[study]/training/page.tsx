import { TrainingPage } from '@/features/training/training-page.tsx';

export default function TrainingRoute() {
  return <TrainingPage />;
}
