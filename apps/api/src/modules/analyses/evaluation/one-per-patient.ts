import { type ScoreOfPatient, statement, type Statement } from '@haim/schema';
import { type ScoreSource } from './evaluation-sources.ts';
import { type ScoredRow } from './evaluation.query.ts';

type Slide = Pick<ScoredRow, 'patientId' | 'score' | 'takenOn'>;

/**
 * The rows that are evaluated. Patients are what is counted, everywhere: slides of one patient share an outcome, and
 * two of them are not two cases.
 *
 * @param rows - of one set; those of a patient by slide code.
 * @param rule - which score a patient with several slides has.
 * @returns a row a patient: for a mean that of the first slide, otherwise that of the slide whose score it is. `counted`
 *   has every slide on which a score rests.
 */
export function onePerPatient<Row extends Slide>(rows: readonly Row[], rule: ScoreOfPatient) {
  const slidesOf = Map.groupBy(rows, ({ patientId }) => patientId);
  const several = [...slidesOf.values()];
  return {
    rows: several.map((slides) => (rule === 'mean' ? withMean(slides) : chosen(slides, rule))),
    counted: several.flatMap((slides) => (rule === 'mean' ? slides : [chosen(slides, rule)])),
    nRepeated: several.filter((slides) => slides.length > 1).length,
  };
}

/** What a page states beside every number: the rule where there may be several slides. */
export function patientRule({ kind }: Pick<ScoreSource, 'kind'>, rule: ScoreOfPatient): Statement {
  return kind === 'portal' ? statement('scoreOfPatient', { rule }) : statement('oneScoreOfPatient');
}

/** Of equals the first. */
function chosen<Row extends Slide>(slides: readonly Row[], rule: Exclude<ScoreOfPatient, 'mean'>): Row {
  const isBefore = (a: Row, b: Row): boolean => {
    if (rule === 'first') return true;
    return rule === 'maximum' ? a.score >= b.score : (a.takenOn ?? '') >= (b.takenOn ?? '');
  };
  return slides.reduce((best, slide) => (isBefore(best, slide) ? best : slide));
}

function withMean<Row extends Slide>(slides: readonly [Row, ...Row[]] | readonly Row[]): Row {
  const score = slides.reduce((sum, slide) => sum + slide.score, 0) / slides.length;
  return { ...(slides[0] as Row), score };
}
