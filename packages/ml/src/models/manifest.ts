import { type z } from 'zod';
import { checkParts } from './check-manifest.ts';
import { type weights } from './manifest-graph.ts';
import { manifestParts } from './manifest-parts.ts';
import type { Manifest } from './manifest-parts.ts';

export {
  type FeaturesSpec,
  type GraphOutput,
  type GraphRole,
  type GraphSpec,
  type HeadSpec,
  type ImageInput,
  outputOf,
  type RowsInput,
  rowWidth,
  takesRows,
} from './manifest-graph.ts';
export { type Agreement, type Manifest } from './manifest-parts.ts';

export const manifestSchema = manifestParts.superRefine((manifest, context) => {
  checkParts(manifest, (path, message) => context.addIssue({ code: 'custom', path: path.split('.'), message }));
});

export type Weights = z.infer<typeof weights>;

/** The family of a model: `line` of the manifest, or the model's own id. */
export function lineOf({ id, line }: Pick<Manifest, 'id' | 'line'>): string {
  return line ?? id;
}

/** A bag as the image that a head takes. @throws RangeError for a head that takes the rows themselves. */
export function imageOf({ channels, resize }: Manifest['bag']): {
  readonly channels: 1 | 3;
  readonly resize: NonNullable<Manifest['bag']['resize']>;
} {
  if (channels === undefined || resize === undefined) throw new RangeError('The head takes rows and not an image.');
  return { channels, resize };
}
