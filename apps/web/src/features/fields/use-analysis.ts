import { useTranslations } from 'use-intl';
import { ownVariables } from '@haim/schema';
import { declarationOf } from '@/session/study-forms.ts';
import { type StudyField } from './query.ts';

/** What one field may do in analyses, by the declaration that the API counts and filters by. */
export function useAnalysisOfField(): (field: StudyField) => string {
  const t = useTranslations('fields.analysis');
  return (field) => {
    const declared = declarationOf(field);
    const [variable] = ownVariables([declared]);
    if (!variable || field.state === 'retired') return t('none');
    const { filter, groups, covariate } = variable;
    const uses = Object.entries({ filter: filter !== null, group: groups, model: covariate } as const)
      .filter(([, may]) => may)
      .map(([use]) => t(`uses.${use as 'filter'}`));
    const may = uses.length > 0 ? uses.join(t('join')) : t('listed');
    const use = declared.counts === null ? may : t('ofRecord', { use: may, counts: t(`countsOf.${declared.counts}`) });
    return field.state === 'published' ? use : t('oncePublished', { use });
  };
}
