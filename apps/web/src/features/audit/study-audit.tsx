'use client';
import { useTranslations } from 'use-intl';
import { useMay, useStudy, useViewer } from '@/session/session.tsx';
import { WithoutRight } from '@/session/needs-right.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { AuditPage } from './audit-page.tsx';

/** Who changed what, when and why, in the study of the address. */
export function StudyAudit() {
  const t = useTranslations('audit');
  const title = useTranslations('shell')('nav.audit');
  const whole = useMay('readAudit');
  return <AuditPage study={useStudy()} title={title} lead={t(whole ? 'lead' : 'leadOwn')} isWhole={whole} />;
}

/** What belongs to no study: who signed in, or failed to, and who runs the portal. */
export function PortalAudit() {
  const t = useTranslations('audit.portal');
  const { mayReadPortalAudit } = useViewer();
  if (mayReadPortalAudit) return <AuditPage study={null} title={t('title')} lead={t('lead')} isWhole />;
  return (
    <>
      <PageTitle title={t('title')} />
      <EmptyState title={t('closed')} text={<WithoutRight right="readPortalAudit" />} />
    </>
  );
}
