'use client';
import { VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form } from '@haim/schema';

/** Whether a form holds records: by shape, by words for screen readers, and by number where there may be several. */
export function RecordMark({ form, count }: { form: Form; count: number }) {
  const t = useTranslations('forms');
  return (
    <span title={t('records', { n: count })}>
      <span aria-hidden>{count === 0 ? '○' : form.repeats ? `● ${count}` : '●'}</span>
      <VisuallyHidden>{t('records', { n: count })}</VisuallyHidden>
    </span>
  );
}
