'use client';
import { type FieldSpec, fieldsOf, forms, type Label, mrecistResponse } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study, useStudy } from '@/session/session.tsx';

/** Names of variables and of their values in the reader's language, from the CRF declarations and the study. */
export function useLabels(): {
  variable: (name: string) => string;
  value: (variable: string, value: string | null) => string;
  /** For figures and chips: codes of arms and centres, and of grades whose words are too long. */
  shortValue: (variable: string, value: string | null) => string;
  unit: (unit: string) => string;
} {
  const study = useStudy();
  const t = useTranslations('cohort');
  const ui = useTranslations('ui');
  const pick = useLabel();

  function variable(name: string): string {
    if (name === 'arm' || name === 'centre' || name === 'bestResponse') return t(`variables.${name}`);
    const short = shortNames.find((known) => known === name);
    if (short) return t(`variables.${short}`);
    const spec = specOf(name);
    return spec ? pick(spec.label) : name;
  }

  function value(name: string, code: string | null): string {
    if (code === null) return ui('missing');
    const own = ofStudy(study, name, code);
    if (own) return own;
    if (code === 'true' || code === 'false') return ui(code === 'true' ? 'yes' : 'no');
    const label = codesOf(name).find((entry) => entry.code === code)?.label;
    if (!label) return code;
    const words = pick(label);
    // A stage or grade is known by its letter; a word for it alone would hide it.
    return code.length > 2 || words.startsWith(code) ? words : `${code} ${words}`;
  }

  function unit(name: string): string {
    return name === 'years' ? t('years') : name;
  }

  function shortValue(name: string, code: string | null): string {
    if (code !== null && (name === 'arm' || name === 'centre')) return code;
    const words = value(name, code);
    return code !== null && code.length <= 2 && words.length > longestInFigure ? code : words;
  }

  return { variable, value, shortValue, unit };
}

/** More letters than this do not stand beside a curve. */
const longestInFigure = 20;

/** Variables whose name on a form is too long for a chip or a tile. */
const shortNames = [
  'bclcStage',
  'childPughClass',
  'portalVeinThrombus',
  'extrahepaticMetastasis',
  'hepatitisB',
  'lesionNumber',
  'ageYears',
  'tumourSizeMm',
] as const;

/** The order in which a study or a code list gives its values; unknown ones come last. */
export function orderOf(study: Study, variable: string): readonly string[] {
  if (variable === 'arm') return study.arms.map(({ code }) => code);
  if (variable === 'centre') return study.centres.map(({ code }) => code);
  return codesOf(variable).map(({ code }) => code);
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

function specOf(variable: string): FieldSpec | undefined {
  for (const form of forms) {
    const spec = fieldsOf(form).find(([field]) => field === variable)?.[1];
    if (spec) return spec;
  }
  return undefined;
}

function codesOf(variable: string): readonly { readonly code: string; readonly label: Label }[] {
  if (variable === 'bestResponse') return mrecistResponse.codes;
  const spec = specOf(variable);
  return spec?.kind === 'code' ? spec.list.codes : [];
}
