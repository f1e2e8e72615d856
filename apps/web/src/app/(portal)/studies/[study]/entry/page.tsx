import { EntryPage } from '@/features/entry/entry-page.tsx';

export default function Entry() {
  return <EntryPage />;
}
