'use client';
import { type ReactNode } from 'react';
import { type FigureProps } from '@/charts/figure.tsx';
import { type EvaluationFigure } from '@/graphql/generated/graphql.ts';
import { evaluationFilesQuery } from '@/evaluation/query.ts';
import { type InR, useInR } from '@/tables/in-r.ts';
import { ScriptFiles } from '@/tables/script-files.tsx';
import { type Asked } from './use-evaluated.ts';

interface ScriptOf extends Pick<FigureProps, 'title' | 'caption' | 'provenance' | 'fileName'> {
  /** Patients in the data. */
  readonly rows: number;
}

/** What a figure has for those who repeat its numbers in R: the menu beside it, and the files that go with its own. */
interface FigureScript {
  readonly reproduces: InR['files'];
  readonly controls: ReactNode;
}

/**
 * The numbers of a figure of an evaluation in R.
 *
 * @param variables - of its subgroups.
 */
export function useFigureScript(
  asked: Asked,
  threshold: number | null,
  of: EvaluationFigure,
  variables: readonly string[] | null = null,
): (figure: ScriptOf) => FigureScript {
  const inR = useInR(
    evaluationFilesQuery,
    { ...asked, threshold, of, variables: variables && [...variables] },
    ({ evaluation }) => evaluation.files,
  );
  return (figure) => scriptOf(inR, figure);
}

export function scriptOf(inR: InR, { title, caption, provenance, fileName, rows }: ScriptOf): FigureScript {
  return {
    reproduces: inR.files,
    controls: (
      <ScriptFiles of={title} fileName={fileName} head={[title, ...caption, ...provenance]} rows={rows} inR={inR} />
    ),
  };
}
