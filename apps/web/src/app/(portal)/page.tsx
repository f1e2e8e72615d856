import { pageTitle } from '@/i18n/page-title.ts';
import { Home } from '@/features/home/home.tsx';

export const generateMetadata = () => pageTitle('home');

export default function HomePage() {
  return <Home />;
}
