'use client';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { useInR } from '@/tables/in-r.ts';
import { ScriptFiles } from '@/tables/script-files.tsx';
import { claimFilesQuery } from './query.ts';

interface ClaimScriptProps {
  readonly paper: string;
  readonly claim: string;
  /** What it is of, in words. */
  readonly of: string;
}

/** What repeats the number of a claim in R. */
export function ClaimScript({ paper, claim, of }: ClaimScriptProps) {
  const { code: study } = useStudy();
  const { snapshot } = useCohort();
  const inR = useInR(claimFilesQuery, { study, paper, claim, snapshot }, (answer) => answer.claimFiles);
  return <ScriptFiles of={of} fileName={`${study}-${claim}`} head={[of]} rows={0} inR={inR} />;
}
