import { useTranslations } from 'use-intl';
import { analysedForms, type Form, type OwnKind, ownVariables } from '@haim/schema';
import { type StudyField } from './query.ts';

/** Whether fields of a form become variables of analysis, and why not yet. */
export function useAnalysisOfForm(): (form: Pick<Form, 'name' | 'repeats'>) => string {
  const t = useTranslations('fields.analysis.form');
  return ({ name, repeats }) => t(analysedForms.includes(name) ? 'analysed' : repeats ? 'repeats' : 'timeUnknown');
}

/** What one field may do in analyses, by the declaration that the API counts and filters by. */
export function useAnalysisOfField(): (field: StudyField) => string {
  const t = useTranslations('fields.analysis');
  return (field) => {
    const [variable] = ownVariables([{ ...field, kind: field.kind as OwnKind }]);
    if (!variable) return t('notYet');
    if (!variable.filter || field.state === 'retired') return t('none');
    const use = t(variable.groups ? 'filterAndGroup' : 'filter');
    return field.state === 'published' ? use : t('oncePublished', { use });
  };
}
