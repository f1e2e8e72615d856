/** How one kind of patch is drawn: a colour and, so as not to rely on colour, a pattern of its own. */
export interface PatchStyle {
  readonly colour: string;
  /** Path of the pattern on a tile of 8 by 8. */
  readonly pattern: string;
}

export const patternSide = 8;

const slash = 'M-2 2L2 -2M0 8L8 0M6 10L10 6';
const backslash = 'M-2 6L2 10M0 0L8 8M6 -2L10 2';

/** Kept patches are only outlined: nothing may cover the tissue that was scored. */
const kept: PatchStyle = { colour: '#00c2a8', pattern: '' };

const dropped: readonly PatchStyle[] = [
  { colour: '#1f3fbf', pattern: slash },
  { colour: '#b3261e', pattern: backslash },
  { colour: '#6a3d9a', pattern: 'M0 4H8M4 0V8' },
  { colour: '#8a5a00', pattern: 'M4 0V8' },
  { colour: '#33691e', pattern: 'M0 4H8' },
  { colour: '#424242', pattern: slash + backslash },
];

/** Of a patch of a run under way that was not judged yet. */
export const waiting = 'waiting';
const waitingStyle: PatchStyle = { colour: '#5f6b73', pattern: 'M1.5 2H2.5M5.5 6H6.5' };

/** Reasons in a fixed order, so that each keeps its colour and pattern from slide to slide. */
const knownReasons = ['background', 'blurred', 'white', 'black', 'outsideRoi'];

export function patchStyle(reason: string | null): PatchStyle {
  if (reason === null) return kept;
  if (reason === waiting) return waitingStyle;
  const known = knownReasons.indexOf(reason);
  const at = known >= 0 ? known : [...reason].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return dropped[at % dropped.length] ?? kept;
}
