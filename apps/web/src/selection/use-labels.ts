'use client';
import {
  adverseEventVariable,
  fieldsOf,
  isCohortKey,
  isCompared,
  isLandmark,
  isParted,
  type Label,
  readLandmark,
  readParted,
  unitLabel,
  variableIn,
  variableOfGroups,
} from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { monthNumber } from '@/numbers/to-months.ts';
import { type Study, useStudy } from '@/session/session.tsx';
import { readableFormsOf, conditionVariablesOf } from '@/session/study-forms.ts';
import { useCompared } from './compared.tsx';

/** Names of variables and of their values in the reader's language, from the CRF declarations and the study. */
export function useLabels(): {
  variable: (name: string) => string;
  value: (variable: string, value: string | null) => string;
  /** For figures and chips: codes of arms and centres, and of grades whose words are too long. */
  shortValue: (variable: string, value: string | null) => string;
  unit: (unit: string) => string;
} {
  const study = useStudy();
  const ui = useTranslations('ui');
  const pick = useLabel();
  const t = useTranslations('savedCohorts');
  const compared = useCompared();
  const grouping = useTranslations('ui.grouping');

  function variable(name: string): string {
    if (name === adverseEventVariable) return pick(adverseEvent);
    if (isCompared(name)) return t('grouping');
    if (isParted(name)) return partedName(name);
    if (isLandmark(name)) return landmarkName(name);
    const label = variableIn(name, { own: conditionVariablesOf(study) })?.short ?? fieldLabel(study, name);
    if (isCohortKey(name)) return label ? t('inCohort', { name: pick(label) }) : name;
    return label ? pick(label) : name;
  }

  function partedName(name: string): string {
    const variables = conditionVariablesOf(study);
    const { parted } = readParted(name, { own: variables });
    if (!parted) return name;
    const own = variableIn(parted.variable, { own: variables })?.unit ?? null;
    const short = variable(parted.variable);
    const values = { variable: own === null ? short : grouping('withUnit', { variable: short, unit: unit(own) }) };
    if (typeof parted.at === 'string') return grouping('named', { ...values, parts: grouping(`rules.${parted.at}`) });
    return grouping('cut', { ...values, cuts: parted.at.join(', ') });
  }

  function landmarkName(name: string): string {
    const { landmark } = readLandmark(name);
    if (!landmark) return name;
    const { outcome, days } = landmark;
    return grouping('landmark.named', {
      outcome: grouping(`landmark.outcomes.${outcome}`),
      months: monthNumber(days, study.monthDays),
    });
  }

  function value(name: string, code: string | null): string {
    if (code === null) return ui('missing');
    const landmark = isLandmark(name) ? readLandmark(name).landmark : null;
    if (landmark?.outcome === 'bestResponse') return value('bestResponse', code);
    if (landmark) return grouping(`landmark.${code === 'with' ? 'with' : 'without'}.${landmark.outcome}`);
    if (isCompared(name)) return compared?.nameOf(code) ?? code;
    if (isParted(name)) {
      const own = variableIn(variableOfGroups(name), { own: conditionVariablesOf(study) })?.unit ?? null;
      return own === null ? code : `${code} ${unit(own)}`;
    }
    const own = ofStudy(study, name, code);
    if (own) return own;
    if (code === 'true' || code === 'false') return ui(code === 'true' ? 'yes' : 'no');
    const label = codesOf(study, name).find((entry) => entry.code === code)?.label;
    if (!label) return code;
    const words = pick(label);
    // A stage or grade is known by its letter; a word alone would hide it.
    return code.length > 2 || words.startsWith(code) ? words : `${code} ${words}`;
  }

  function unit(name: string): string {
    return pick(unitLabel(name));
  }

  function shortValue(name: string, code: string | null): string {
    // The name of parts has their unit.
    if (code !== null && (name === 'arm' || name === 'centre' || isParted(name))) return code;
    // Some of the words are too long beside a curve: then all are their codes, which the caption explains.
    if (code !== null && isLandmark(name) && readLandmark(name).landmark?.outcome === 'bestResponse') return code;
    const words = value(name, code);
    return code !== null && code.length <= 2 && words.length > longestInFigure ? code : words;
  }

  return { variable, value, shortValue, unit };
}

const adverseEvent: Label = { en: 'Adverse event', zh: '不良事件' };

/** The maximum number of letters beside a curve. */
const longestInFigure = 20;

/** The order in which a study or a code list gives its values; unknown ones come last. */
export function orderOf(study: Study, variable: string): readonly string[] {
  if (variable === 'arm') return study.arms.map(({ code }) => code);
  if (variable === 'centre') return study.centres.map(({ code }) => code);
  return codesOf(study, variable).map(({ code }) => code);
}

function ofStudy(study: Study, variable: string, code: string): string | undefined {
  const found =
    variable === 'arm'
      ? study.arms.find((arm) => arm.code === code)?.label
      : variable === 'centre'
        ? study.centres.find((centre) => centre.code === code)?.name
        : undefined;
  return found === undefined || found === code ? found : `${code}: ${found}`;
}

/** Of a field that is not a variable of analysis. */
function fieldLabel(study: Study, name: string): Label | undefined {
  return readableFormsOf(study)
    .flatMap((form) => fieldsOf(form))
    .find(([field]) => field === name)?.[1].label;
}

function codesOf(study: Study, variable: string): readonly { readonly code: string; readonly label: Label }[] {
  const list = variableIn(variable, { own: conditionVariablesOf(study) })?.list ?? null;
  return list !== null && typeof list === 'object' ? list.codes : [];
}
