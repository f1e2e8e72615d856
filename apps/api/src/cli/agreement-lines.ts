import type { ProviderAgreement } from '@haim/ml';

/** What a comparison found, for people. */
export function agreementLines({
  asked,
  reference,
  featureScale,
  largestDifference,
  agrees,
}: ProviderAgreement): string[] {
  const rate = (perSecond: number) => `${perSecond.toPrecision(3)} patches/s`;
  const relative = largestDifference / featureScale;
  const apart = Math.abs(asked.prps - reference.prps);
  return [
    `${asked.ran.padEnd(8)} ${rate(asked.patchesPerSecond)}; reference ${rate(reference.patchesPerSecond)}`,
    `         features: largest difference ${largestDifference.toExponential(2)}, which is ${relative.toExponential(2)} of their root mean square ${featureScale.toPrecision(4)}`,
    `         PRPS: ${asked.prps.toFixed(6)} and ${reference.prps.toFixed(6)}, apart by ${apart.toExponential(2)}`,
    `         ${agrees ? 'AGREES' : 'DISAGREES'} with the CPU in float32`,
  ];
}
