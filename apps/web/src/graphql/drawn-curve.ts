import { graphql } from './generated/index.ts';

/** What a page draws of one survival curve, and reads beside it. */
export const drawnCurveFragment = graphql(`
  fragment DrawnCurve on SurvivalCurve {
    label
    n
    events
    medianDays
    medianLowerDays
    medianUpperDays
    packed {
      days
      atRisk
      nEvent
      nCensor
      survival
      lower
      upper
    }
    ...SurvivalCurveSaid
  }
`);
