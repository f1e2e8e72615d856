import type { Arguments } from '../run-calls/arguments.ts';
import { cell, columnsByType, formulaOf, ofCoefficients, type Recipe } from './recipe.ts';

/** The penalised likelihood and its maximum over some of the coefficients, by Newton's method on Firth's score. */
const FIRTH = String.raw`value <- function(b) {
  eta <- drop(x %*% b); w <- plogis(eta) * plogis(-eta)
  sum(plogis(ifelse(y == 1, eta, -eta), log.p = TRUE)) + determinant(crossprod(x * sqrt(w)))$modulus[1] / 2
}
highest <- function(b, free) {
  best <- value(b)
  for (step in seq_len(if (length(free) > 0) 500 else 0)) {
    m <- plogis(drop(x %*% b)); w <- m * (1 - m); info <- crossprod(x * sqrt(w))
    h <- w * rowSums((x %*% solve(info)) * x); score <- drop(crossprod(x, y - m + h * (0.5 - m)))[free]
    by <- solve(info[free, free, drop = FALSE], score); by <- by * min(1, 5 / max(abs(by), 1e-300))
    for (half in 1:40) {
      tried <- replace(b, free, b[free] + by); here <- tryCatch(value(tried), error = function(e) -Inf)
      if (is.finite(here) && here >= best - 1e-13 * (1 + abs(best))) break
      by <- by / 2
    }
    b <- tried; best <- here
    if (max(abs(score)) < 1e-10 || max(abs(by)) < 1e-12) break
  }
  list(b = b, value = best)
}
all <- seq_len(ncol(x)); top <- highest(numeric(ncol(x)), all)
m <- plogis(drop(x %*% top$b)); se <- sqrt(diag(solve(crossprod(x * sqrt(m * (1 - m))))))
lost <- function(k, at) tryCatch(max(0, 2 * (top$value - highest(replace(top$b, k, at), all[-k])$value)), error = function(e) Inf)
limit <- function(k, sign) {
  miss <- function(distance) lost(k, top$b[k] + sign * distance) - qchisq(0.95, 1)
  far <- 4 * se[k]
  while (miss(far) < 0) { far <- 2 * far; if (far > 1e4 * se[k]) return(NA) }
  if (!is.finite(miss(far))) return(NA)
  top$b[k] + sign * uniroot(miss, c(0, far), tol = 1e-10 * se[k], maxiter = 200)$root
}`;

/** Firth's penalised likelihood with profile limits and likelihood ratio tests; base R has no function for it. */
export function firth(args: Arguments): Recipe {
  const [outcome, terms] = [args.text('outcome'), args.terms('terms')];
  const { numbers, groups } = columnsByType(terms);
  return {
    numbers: [outcome, ...numbers],
    groups,
    lines: [
      `y <- ${cell(outcome)}; x <- unname(model.matrix(~ ${formulaOf(terms)}))`,
      FIRTH,
      'r <- list(coef = top$b, lower = exp(sapply(all, limit, -1)), upper = exp(sapply(all, limit, 1)))',
      'r$p <- pchisq(sapply(all, function(k) lost(k, 0)), 1, lower.tail = FALSE)',
    ],
    compared: ofCoefficients('coef', 'lower', 'upper', 'p'),
  };
}
