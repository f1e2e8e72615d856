/**
 * Survival in base R alone, under the names and with the answers of R's package survival as far as scripts use them: the
 * product-limit estimate with its limits, median and restricted mean, the log-rank test, and the Cox model (partial
 * likelihood with Efron's ties maximised by Newton's method, concordance, test of proportional hazards); curves and models
 * with weights have robust variances. What competes is in base-competing.ts.
 *
 * Source: the formulas of Kaplan & Meier 1958, Mantel 1966, Efron 1977, Harrell et al. 1982, Grambsch & Therneau 1994; for
 * robust variances Lin & Wei 1989, whose residuals survival takes with Efron's ties.
 * Checked against: the package itself, where R has it (to-r/base-survival.test.ts).
 */
export const BASE_SURVIVAL = String.raw`Surv <- function(time, event) {
  if (is.factor(event)) list(time = as.numeric(time), cause = as.integer(event) - 1, states = c("(s0)", levels(event)[-1]))
  else cbind(time = as.numeric(time), status = as.numeric(event))
}
strata <- function(...) interaction(list(...), drop = TRUE)
coxph.control <- function(...) NULL
coef <- function(f) f$coefficients
vcov <- function(f) f$var
# The product-limit estimate, of one group. Robust: the influence of a patient on log S is its own share of the jump less what
# it was expected to have until it left.
survfit <- function(formula, conf.type = "log", conf.int = 0.95, weights = NULL, robust = FALSE) {
  y <- eval(formula[[2]], environment(formula))
  if (is.list(y)) return(incidence_of_all(y))
  time <- sort(unique(y[, 1])); at <- match(y[, 1], time); status <- y[, 2]
  w <- if (is.null(weights)) rep(1, length(at)) else weights
  total <- function(v) drop(rowsum(v, at))
  events <- total(w * status); n <- rev(cumsum(rev(total(w))))
  surv <- cumprod(1 - events / n); z <- qnorm((1 + conf.int) / 2)
  expected <- cumsum(events / (n * (n - events)))
  if (robust) {
    own <- ifelse(n[at] > events[at], status / (n - events)[at] - expected[at], 0)
    staying <- c(rev(cumsum(rev(total(w^2))))[-1], 0)
    se <- sqrt(cumsum(total((w * own)^2)) + ifelse(staying > 0, expected^2 * staying, 0))
  } else se <- sqrt(expected)
  known <- if (conf.type == "log-log") surv > 0 & surv < 1 else surv > 0
  s <- ifelse(known, surv, NA)
  limit <- switch(conf.type,
    log = function(sign) exp(log(s) + sign * z * se),
    plain = function(sign) s + sign * z * se * s,
    "log-log" = function(sign) exp(-exp(log(-log(s)) - sign * z * se / abs(log(s)))))
  list(time = time, n.risk = n, n.event = events, surv = surv, lower = pmax(limit(-1), 0), upper = pmin(limit(1), 1))
}
# The first time at which a curve is at or below one half; the middle of a stretch on which it is one half.
first_half <- function(curve, time) {
  down <- which(!is.na(curve) & curve < 0.5 + 2^-26)
  if (length(down) == 0) return(NA)
  at <- curve[down[1]]; later <- down[curve[down] < at]
  if (abs(at - 0.5) < 2^-26 && length(later) > 0) (time[down[1]] + time[later[1]]) / 2 else time[down[1]]
}
summary <- function(f, rmean = max(f$time), times = NULL, extend = TRUE) {
  if (!is.null(f$states)) return(incidence_at(f, times))
  inside <- f$time <= rmean
  time <- f$time[inside]; surv <- f$surv[inside]; n <- f$n.risk[inside]; events <- f$n.event[inside]
  area <- c(1, surv) * diff(c(0, time, rmean)); right <- rev(cumsum(rev(area)))[-1]
  spread <- ifelse(n > events, events / (n * (n - events)), 0)
  list(table = c(median = first_half(f$surv, f$time), "0.95LCL" = first_half(f$lower, f$time),
    "0.95UCL" = first_half(f$upper, f$time), rmean = sum(area), "se(rmean)" = sqrt(sum(right^2 * spread))))
}
quantile <- function(f, p) {
  failed <- 1 - f$surv; end <- length(failed); reached <- which(failed + 2^-26 >= p); passed <- which(failed - 2^-26 >= p)
  days <- if (length(reached) == 0) NA else
    if (abs(failed[end] - p) < 2^-26) (f$time[reached[1]] + f$time[end]) / 2 else (f$time[reached[1]] + f$time[passed[1]]) / 2
  list(quantile = days)
}
# The log-rank test, in strata if there are any.
survdiff <- function(formula, rho = 0) {
  frame <- model.frame(formula); y <- frame[[1]]; g <- factor(frame[[2]]); k <- nlevels(g)
  stratum <- if (ncol(frame) > 2) interaction(frame[-(1:2)], drop = TRUE) else factor(rep(1, nrow(frame)))
  group <- outer(as.integer(g), seq_len(k), "=="); obs <- colSums(group * y[, 2]); exp <- numeric(k); var <- matrix(0, k, k)
  for (s in levels(stratum)) for (t in unique(y[y[, 2] == 1 & stratum == s, 1])) {
    here <- stratum == s; d <- sum(here & y[, 1] == t & y[, 2] == 1)
    at_risk <- colSums(group[here & y[, 1] >= t, , drop = FALSE]); n <- sum(at_risk)
    exp <- exp + d * at_risk / n
    if (n > 1) var <- var + d * (n - d) / (n - 1) * (diag(at_risk / n, k) - outer(at_risk, at_risk) / n^2)
  }
  keep <- which(exp > 0)[-1]; apart <- (obs - exp)[keep]
  chisq <- if (length(keep) == 0) 0 else sum(apart * solve(var[keep, keep, drop = FALSE], apart))
  list(obs = obs, exp = exp, var = var, chisq = chisq)
}
# The Cox model. Sums over those at risk are running sums from the last day to the first, those of Efron's ties corrected.
cox_parts <- function(beta, x, time, status, stratum, weight) {
  p <- ncol(x); a <- rep(seq_len(p), p); b <- rep(seq_len(p), each = p)
  parts <- lapply(split(seq_along(time), stratum, drop = TRUE), function(i) {
    i <- i[order(-time[i])]; dead <- which(status[i] == 1)
    if (length(dead) == 0) return(NULL)
    v <- x[i, , drop = FALSE]; risk <- drop(v %*% beta)
    terms <- cbind(1, v, v[, a, drop = FALSE] * v[, b, drop = FALSE]) * exp(risk) * weight[i]
    sums <- matrix(apply(terms, 2, cumsum), nrow = length(i))
    t <- time[i][dead]; tie <- match(t, unique(t)); died <- rowsum(terms[dead, , drop = FALSE], tie)
    share <- (ave(tie, tie, FUN = seq_along) - 1) / ave(tie, tie, FUN = length)
    s <- sums[findInterval(-t, -time[i]), , drop = FALSE] - share * died[tie, , drop = FALSE]
    mean <- s[, 1 + seq_len(p), drop = FALSE] / s[, 1]; own <- weight[i][dead]; each <- ave(own, tie)
    list(time = t, loglik = own * risk[dead] - each * log(s[, 1]), score = own * v[dead, , drop = FALSE] - each * mean,
      info = each * (s[, -seq_len(p + 1), drop = FALSE] / s[, 1] - mean[, a, drop = FALSE] * mean[, b, drop = FALSE]),
      residual = cox_residuals(i, v, risk, time[i], status[i], dead, t, tie, share, each / s[, 1], mean))
  })
  bound <- function(name) do.call(rbind, lapply(parts, function(part) part[[name]]))
  list(time = unlist(lapply(parts, function(part) part$time)), loglik = sum(unlist(lapply(parts, function(part) part$loglik))),
    score = bound("score"), info = bound("info"), residual = bound("residual"))
}
# The score residual of each patient, after its place in the data: in a tie a death is at risk for what is left of it.
cox_residuals <- function(place, v, risk, time, status, dead, t, tie, share, hazard, mean) {
  o <- order(t); until <- findInterval(time, t[o]) + 1
  sums <- function(m) rbind(0, apply(m[o, , drop = FALSE], 2, cumsum))[until, , drop = FALSE]
  past <- sums(cbind(hazard, hazard * mean))
  tied <- rowsum(cbind(share * hazard, share * hazard * mean), tie)
  past[dead, ] <- past[dead, , drop = FALSE] - tied[tie, , drop = FALSE]
  residual <- -exp(risk) * (v * past[, 1] - past[, -1, drop = FALSE])
  ahead <- rowsum(mean, tie) / drop(rowsum(rep(1, length(tie)), tie))
  residual[dead, ] <- residual[dead, , drop = FALSE] + v[dead, , drop = FALSE] - ahead[tie, , drop = FALSE]
  cbind(place, residual)
}
coxph <- function(formula, ties = "efron", control = NULL, weights = NULL, robust = FALSE) {
  tt <- terms(formula, specials = "strata"); frame <- model.frame(tt); y <- frame[[1]]; place <- attr(tt, "specials")$strata
  stratum <- if (is.null(place)) factor(rep(1, nrow(frame))) else frame[[place]]
  kept <- if (is.null(place)) tt else drop.terms(tt, place - 1, keep.response = TRUE)
  matrix_of <- model.matrix(kept, frame); assign <- attr(matrix_of, "assign")[-1]; whole <- matrix_of[, -1, drop = FALSE]
  centred <- sweep(whole, 2, colMeans(whole)); pivot <- qr(centred); use <- sort(pivot$pivot[seq_len(pivot$rank)])
  x <- centred[, use, drop = FALSE]; p <- ncol(x); beta <- numeric(p); time <- y[, 1]; status <- y[, 2]
  w <- if (is.null(weights)) rep(1, length(time)) else weights
  at <- function(beta) cox_parts(beta, x, time, status, stratum, w)
  square <- function(here, g = 1) matrix(colSums(here$info * g), p)
  here <- at(beta); null <- here$loglik
  for (step in seq_len(if (p > 0) 60 else 0)) {
    by <- tryCatch(solve(square(here), colSums(here$score)), error = function(e) NULL)
    if (is.null(by)) break
    next_one <- at(beta + by)
    for (half in 1:30) if (!is.finite(next_one$loglik) || next_one$loglik < here$loglik - 1e-9) { by <- by / 2; next_one <- at(beta + by) }
    gain <- next_one$loglik - here$loglik; beta <- beta + by; here <- next_one
    if (abs(gain) <= 1e-13 * (1 + abs(here$loglik))) break
  }
  all <- rep(NA_real_, ncol(whole)); all[use] <- beta
  var <- matrix(NA_real_, ncol(whole), ncol(whole)); var[use, use] <- tryCatch(solve(square(here)), error = function(e) NA)
  if (robust) {
    moved <- here$residual[, -1, drop = FALSE] * w[here$residual[, 1]]; var[use, use] <- crossprod(moved %*% var[use, use])
  }
  list(coefficients = all, var = var, loglik = c(null, here$loglik), concordance = cox_pairs(drop(x %*% beta), time, status, stratum, w),
    here = here, p = p, assign = assign[use], time = time, status = status)
}
# Harrell's concordance, pair by pair, with its infinitesimal jackknife.
cox_pairs <- function(risk, time, status, stratum, w) {
  risk <- signif(risk, 12); balance <- numeric(length(risk)); pairs <- balance
  for (i in which(status == 1)) {
    later <- which(stratum == stratum[i] & (time > time[i] | (time == time[i] & status == 0))); s <- sign(risk[i] - risk[later])
    balance[i] <- balance[i] + sum(s * w[later]); pairs[i] <- pairs[i] + sum(w[later])
    balance[later] <- balance[later] + s * w[i]; pairs[later] <- pairs[later] + w[i]
  }
  all <- sum(w * pairs) / 2; more <- sum(w * balance) / 2 / all
  c(concordance = (1 + more) / 2, std = sqrt(sum((w * (balance - more * pairs) / (2 * all))^2)))
}
# The score test that no coefficient changes with time, 1 minus the pooled curve just before each day.
cox.zph <- function(f) {
  curve <- survfit(Surv(f$time, f$status) ~ 1); before <- 1 - c(1, curve$surv)[match(f$here$time, curve$time)]
  g <- before - mean(before); p <- f$p; sum_of <- function(g) matrix(colSums(f$here$info * g), p)
  score <- colSums(f$here$score * g); plain <- sum_of(rep(1, length(g))); once <- sum_of(g); left <- sum_of(g^2) - once %*% solve(plain, once)
  test <- function(k) sum(score[k] * solve(left[k, k, drop = FALSE], score[k]))
  parts <- c(split(seq_len(p), factor(f$assign, unique(f$assign))), list(GLOBAL = seq_len(p)))
  list(table = cbind(chisq = vapply(parts, test, 0)))
}`;
