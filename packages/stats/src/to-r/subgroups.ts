import type { Arguments } from '../run-calls/arguments.ts';
import { cell, type Path, quote, type Recipe, texts } from './recipe.ts';

interface Answer {
  readonly rows: readonly { readonly level: string; readonly hr: number | null }[];
  readonly interaction: { readonly p: number | null };
}

const TIGHT = 'ties = "efron", control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60)';

/** coxph within each level, and the gain in log likelihood over a common ratio with a stratum for each level. */
export function subgroups(args: Arguments, result: object): Recipe {
  const [time, event, group, by] = [args.text('time'), args.text('event'), args.text('group'), args.text('by')];
  const levels = args.optionalTexts('levels') ?? [];
  const { rows = [], interaction } = result as Partial<Answer>;
  const at = rows.flatMap(({ hr }, i) => (hr === null ? [] : [i]));
  const named = texts(at.map((i) => rows[i]?.level ?? ''));
  const estimates = ['hr', 'lower', 'upper', 'p'] as const;
  const compared: Record<string, Path> = Object.fromEntries(
    at.flatMap((i, k) => estimates.map((what): [string, Path] => [`${what} ${k + 1}`, ['rows', i, what]])),
  );
  const isTested = (interaction?.p ?? null) !== null;
  const lines = [
    `t <- ${cell(time)}; e <- ${cell(event)}; v <- as.character(${cell(by)}); z <- qnorm(0.975)`,
    `x <- as.numeric(factor(as.character(${cell(group)}), levels = ${texts(levels)})) - 1`,
    `within <- function(k) { i <- which(v == k & !is.na(x)); coxph(Surv(t[i], e[i]) ~ x[i], ${TIGHT}) }`,
    `f <- lapply(${named}, within)`,
    'r <- list(n = length(f))',
    'for (k in seq_along(f)) {',
    '  b <- unname(coef(f[[k]])); se <- sqrt(vcov(f[[k]])[1, 1])',
    '  s <- c(exp(b), exp(b - z * se), exp(b + z * se), 2 * pnorm(-abs(b / se)))',
    `  r[paste(c(${estimates.map(quote).join(', ')}), k)] <- s`,
    '}',
    ...(isTested
      ? [
          `i <- which(v %in% ${named} & !is.na(x))`,
          `common <- coxph(Surv(t[i], e[i]) ~ x[i] + strata(v[i]), ${TIGHT})`,
          'r$interaction <- 2 * (sum(sapply(f, function(one) one$loglik[2])) - common$loglik[2])',
          'r$interactionP <- pchisq(r$interaction, length(f) - 1, lower.tail = FALSE)',
        ]
      : []),
  ];
  return {
    packages: ['survival'],
    inBaseR: true,
    numbers: [time, event],
    groups: [group, by],
    lines,
    compared: {
      ...compared,
      ...(isTested && { interaction: ['interaction', 'chisq'], interactionP: ['interaction', 'p'] }),
    },
  };
}
