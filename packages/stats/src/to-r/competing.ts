import type { Arguments } from '../run-calls/arguments.ts';
import { cell, groupOf, type Path, quote, type Recipe, vector } from './recipe.ts';

/** cmprsk::cuminc for the estimate, its variance and Gray's test; survfit for the limits. */
export function cumulativeIncidence(args: Arguments, result: object): Recipe {
  const [time, status, group] = [args.text('time'), args.text('status'), args.optionalText('group')];
  const times = args.optionalNumbers('times') ?? [];
  const levels = args.optionalTexts('levels');
  const { curves, gray } = result as { curves: { group: string; cause: number }[]; gray?: (object | null)[] };
  const compared: Record<string, Path> = {};
  const lines = [
    `g <- ${group === undefined ? 'factor(rep("1", nrow(d)))' : groupOf(group, levels)}`,
    `time <- ${cell(time)}; status <- as.integer(${cell(status)}); times <- ${vector(times)}`,
    `f <- ${group === undefined ? 'cuminc(time, status)' : 'cuminc(time, status, g)'}`,
    'at <- timepoints(f, times); k <- match(times, sort(unique(times)))',
    'r <- list()',
    ...curves.flatMap(({ group: label, cause }, c) => {
      const level = group === undefined ? '1' : label;
      const name = (what: string, key: string) => {
        compared[`${what} ${c + 1}`] = ['curves', c, key];
        return `r[[${quote(`${what} ${c + 1}`)}]]`;
      };
      return [
        `key <- ${quote(`${level} ${cause}`)}; i <- g == ${quote(level)}`,
        `${name('incidence', 'cif')} <- at$est[key, k]; ${name('variance', 'grayVar')} <- at$var[key, k]`,
        's <- survfit(Surv(time[i], factor(status[i], 0:max(status))) ~ 1)',
        `t <- summary(s, times = times, extend = TRUE); j <- which(s$states == ${quote(String(cause))})`,
        `${name('lower', 'ajLower')} <- t$lower[, j]; ${name('upper', 'ajUpper')} <- t$upper[, j]`,
      ];
    }),
  ];
  if (gray?.every((test) => test !== null)) {
    lines.push('r$gray <- f$Tests[, "stat"]', 'r$p <- f$Tests[, "pv"]');
    compared.gray = ['gray', '*', 'stat'];
    compared.p = ['gray', '*', 'p'];
  }
  return { packages: ['survival', 'cmprsk'], inBaseR: true, numbers: [time, status], groups: [group], lines, compared };
}

/** survdiff and coxph on those still followed at the landmark. */
export function landmark(args: Arguments): Recipe {
  const [time, event, exposure] = [args.text('time'), args.text('event'), args.text('exposureTime')];
  const at = args.number('landmark');
  const lines = [
    `d <- d[${cell(time)} > ${at}, , drop = FALSE]`,
    `g <- as.integer(!is.na(${cell(exposure)}) & ${cell(exposure)} <= ${at}); S <- Surv(${cell(time)} - ${at}, ${cell(event)})`,
    't <- survdiff(S ~ g)',
    'f <- coxph(S ~ g, ties = "efron", control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60))',
    'b <- unname(coef(f)); se <- unname(sqrt(diag(vcov(f))))',
    'r <- list(n = nrow(d), exposed = sum(g), chisq = t$chisq, coef = b, p = 2 * pnorm(-abs(b / se)))',
  ];
  const ofCox = (field: string): Path => ['cox', 'coefficients', '*', field];
  const compared = {
    n: ['nAtLandmark'],
    exposed: ['nExposed'],
    chisq: ['logrank', 'chisq'],
    coef: ofCox('coef'),
    p: ofCox('p'),
  };
  return { packages: ['survival'], inBaseR: true, numbers: [time, event], partial: [exposure], lines, compared };
}
