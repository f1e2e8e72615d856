import { type Run } from '@/runs/run.ts';
import type { SlideQuery } from '@/graphql/generated/graphql.ts';

export type SlideDetail = SlideQuery['slide'];
export type SlideImage = NonNullable<SlideDetail['file']>;
export type SlideWithImage = Omit<SlideDetail, 'file'> & { readonly file: SlideImage };

/** The newest finished run that has the scores of a source, as lists of scores call it; null where there is none. */
export function runOfSource<OfModel extends Pick<Run, 'status' | 'modelId' | 'modelSha256'>>(
  runs: readonly OfModel[],
  source: string | null,
): OfModel | null {
  const isOf = ({ status, modelId, modelSha256 }: OfModel) =>
    status === 'done' && modelSha256 !== null && `portal:${modelId}@${modelSha256.slice(0, 12)}` === source;
  return runs.find(isOf) ?? null;
}
