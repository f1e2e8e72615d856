// Agreement of the parts of a manifest with each other; how each is written is checked before.
import { type GraphRole, type GraphSpec, outputOf, takesRows } from './manifest-graph.ts';
import type { Manifest } from './manifest-parts.ts';

type Disagree = (path: string, message: string) => void;

/** Reports every pair of fields that contradict each other, at the field to change. */
export function checkParts(manifest: Manifest, disagree: Disagree): void {
  const { classes, positiveClass } = manifest;
  if (!classes.includes(positiveClass)) disagree('positiveClass', 'is not one of the classes');
  if (new Set(classes).size < classes.length) disagree('classes', 'are the same');
  checkFeatures(manifest, disagree);
  checkBag(manifest, disagree);
  checkHeadOutputs(manifest, disagree);
}

function checkFeatures({ graphs: { features }, patch }: Manifest, disagree: Disagree): void {
  if (!outputOf(features, 'features')) disagree('graphs.features.outputs', 'names no output that means features');
  const attention = features.outputs.findIndex(({ meaning }) => meaning === 'attention');
  if (attention >= 0) {
    disagree(`graphs.features.outputs.${attention}.meaning`, 'attention over the patches comes from the head');
  }
  if (patch.crops && patch.crops.px > patch.px) {
    disagree('patch.crops.px', `is larger than the patch of ${patch.px} pixels`);
  }
  checkNormalisation('features', features.input, 3, disagree);
  checkNames('features', features, disagree);
}

function checkBag({ graphs: { head }, bag }: Manifest, disagree: Disagree): void {
  const { input } = head;
  if (takesRows(input)) {
    const why = `is for a head that takes an image; this one takes rows (${input.layout})`;
    if (bag.resize) disagree('bag.resize', why);
    if (bag.channels) disagree('bag.channels', why);
    return;
  }
  if (input.dtype !== 'float32') disagree('graphs.head.input.dtype', 'must be float32: features are not bytes');
  if (bag.channels === undefined)
    disagree('bag.channels', `is needed for a head that takes an image (${input.layout})`);
  else checkNormalisation('head', input, bag.channels, disagree);
  if (bag.resize === undefined) {
    disagree('bag.resize', `is needed for a head that takes an image (${input.layout})`);
  } else if (input.size[0] !== bag.resize.height || input.size[1] !== bag.resize.width) {
    disagree('graphs.head.input.size', `differs from bag.resize ${bag.resize.height} x ${bag.resize.width}`);
  }
}

function checkHeadOutputs({ graphs: { head }, classes }: Manifest, disagree: Disagree): void {
  checkNames('head', head, disagree);
  const logits = outputOf(head, 'logits');
  if (!logits) disagree('graphs.head.outputs', 'names no output that means logits');
  else if (logits.width === 1 && classes.length !== 2) {
    disagree('classes', `are ${classes.length}: a single logit decides between two`);
  } else if (logits.width !== 1 && logits.width !== classes.length) {
    const at = head.outputs.indexOf(logits);
    const wanted = classes.length === 2 ? 'one or two' : String(classes.length);
    disagree(`graphs.head.outputs.${at}.width`, `is ${logits.width}; ${classes.length} classes need ${wanted}`);
  }
  head.outputs.forEach((output, at) => {
    const path = `graphs.head.outputs.${at}`;
    if (output.meaning === 'features') disagree(`${path}.meaning`, 'features come from the other graph');
    if (output.meaning === 'attention' && !takesRows(head.input)) {
      disagree(`${path}.meaning`, 'only a head that takes rows has an attention for each patch');
    }
  });
}

function checkNames(role: GraphRole, { outputs }: GraphSpec, disagree: Disagree): void {
  outputs.forEach(({ meaning }, at) => {
    const first = outputs.findIndex((one) => one.meaning === meaning);
    if (first < at) disagree(`graphs.${role}.outputs.${at}.meaning`, `${meaning} is named twice`);
  });
}

function checkNormalisation(
  role: GraphRole,
  { mean, std, dtype }: Pick<Manifest['graphs']['features']['input'], 'mean' | 'std' | 'dtype'>,
  channels: number,
  disagree: Disagree,
): void {
  const at = `graphs.${role}.input`;
  if ((mean === null) !== (std === null)) disagree(`${at}.std`, 'mean and std come together or not at all');
  if (mean && mean.length !== channels) disagree(`${at}.mean`, `needs ${channels} values`);
  if (std && std.length !== channels) disagree(`${at}.std`, `needs ${channels} values`);
  if (mean && dtype === 'uint8') disagree(`${at}.mean`, 'must be null: bytes are normalised inside the graph');
}
