import { pageTitle } from '@/i18n/page-title.ts';
import { PortalAudit } from '@/features/audit/study-audit.tsx';

export const generateMetadata = () => pageTitle('portalAudit');

export default function Page() {
  return <PortalAudit />;
}
