/**
 * Competing risks in base R alone, beside base-survival.ts: the incidence of each cause with limits by the infinitesimal
 * jackknife as R's package survival has them, and cuminc and timepoints with the answers of cmprsk as far as scripts use
 * them: the incidence, Gray's variance of it, and his test.
 *
 * Source: the formulas of Aalen & Johansen 1978 and Gray 1988.
 * Checked against: the packages themselves, where R has them (to-r/base-survival.test.ts).
 */
export const BASE_COMPETING = String.raw`# How many are at risk on each day, and have which cause.
count_causes <- function(time, cause, days, causes) {
  at <- match(time, days); on <- function(rows) tabulate(at[rows], length(days))
  list(n = rev(cumsum(rev(on(TRUE)))), all = on(cause > 0), own = lapply(causes, function(k) on(cause == k)), left = on(cause == 0))
}
# The influence on the incidence is the same for all who are still followed; of those who left, a - m F(t).
jackknife <- function(counts, own) {
  survival <- 1; f <- 0; on_f <- 0; on_log <- 0; aa <- 0; am <- 0; mm <- 0
  incidence <- numeric(length(own)); variance <- incidence
  for (day in seq_along(own)) {
    n <- counts$n[day]; all <- counts$all[day]; mine <- own[day]; hazard <- all / n; own_hazard <- mine / n; f <- f + survival * own_hazard
    gain <- function(has) -survival * on_log * own_hazard + survival * (has - own_hazard) / n
    pull <- function(has) if (hazard < 1) (has - hazard) / (n * (1 - hazard)) else 0
    for (kind in list(c(mine, 1, 1), c(all - mine, 1, 0), c(counts$left[day], 0, 0))) {
      m <- if (hazard < 1) on_log + pull(kind[2]) else 0
      a <- on_f + gain(kind[3]) + m * f; aa <- aa + kind[1] * a^2; am <- am + kind[1] * a * m; mm <- mm + kind[1] * m^2
    }
    next_f <- on_f + gain(0); on_log <- on_log + pull(0); on_f <- next_f; survival <- survival * (1 - hazard)
    staying <- n - all - counts$left[day]
    incidence[day] <- f; variance[day] <- max(0, staying * on_f^2 + aa - 2 * f * am + f^2 * mm)
  }
  list(incidence = incidence, se = sqrt(variance))
}
incidence_of_all <- function(y) {
  days <- sort(unique(y$time)); causes <- seq_along(y$states)[-1] - 1
  counts <- count_causes(y$time, y$cause, days, causes)
  list(time = days, states = y$states, curves = lapply(counts$own, function(own) jackknife(counts, own)))
}
incidence_at <- function(f, times) {
  k <- findInterval(times, f$time)
  limit <- function(sign) cbind(NA, vapply(f$curves, function(curve) {
    s <- ifelse(curve$incidence > 0, curve$incidence, NA)
    c(0, pmin(1, s * exp(sign * qnorm(0.975) * curve$se / s)))[k + 1]
  }, numeric(length(k))))
  list(lower = matrix(limit(-1), length(k)), upper = matrix(limit(1), length(k)))
}
# Of tied events, a correction for a finite sample.
of_ties <- function(events, n) ifelse(events > 1, 1 - (events - 1) / (n - 1), 1)
gray_curve <- function(time, status, cause) {
  days <- sort(unique(time)); counts <- count_causes(time, status, days, cause); own <- counts$own[[1]]
  survival <- 1; f <- 0; v1 <- 0; v2 <- 0; v3 <- 0; est <- numeric(length(days)); var <- est
  for (day in seq_along(days)) {
    n <- counts$n[day]; mine <- own[day]; others <- counts$all[day] - mine
    if (mine + others > 0) {
      before <- survival; survival <- survival * (n - mine - others) / n; f <- f + before * mine / n
      inverse <- if (survival > 0) 1 / survival else 0
      for (part in list(if (survival > 0) c(others, f * inverse), c(mine, 1 + f * inverse))) if (length(part) > 0 && part[1] > 0) {
        step <- before^2 * of_ties(part[1], n) * part[1] / n^2
        v1 <- v1 + part[2]^2 * step; v2 <- v2 + inverse * part[2] * step; v3 <- v3 + inverse^2 * step
      }
    }
    est[day] <- f; var[day] <- max(0, v1 + f^2 * v3 - 2 * f * v2)
  }
  list(time = days, est = est, var = var)
}
cuminc <- function(time, status, group = rep("1", length(time))) {
  g <- factor(group); causes <- sort(unique(status[status > 0])); rows <- split(seq_along(time), g, drop = TRUE); curves <- list()
  for (cause in causes) for (level in names(rows)) {
    curves[[paste(level, cause)]] <- gray_curve(time[rows[[level]]], status[rows[[level]]], cause)
  }
  tests <- if (length(rows) > 1) t(vapply(causes, function(cause) gray_test(time, status, rows, cause), c(stat = 0, pv = 0)))
  list(curves = curves, Tests = tests)
}
timepoints <- function(f, times) {
  times <- sort(unique(times))
  read <- function(name) t(vapply(f$curves, function(curve) {
    value <- c(0, curve[[name]])[findInterval(times, curve$time) + 1]
    ifelse(times > max(curve$time), NA, value)
  }, numeric(length(times))))
  shaped <- function(m) matrix(m, length(f$curves), length(times), dimnames = list(names(f$curves), NULL))
  one <- length(times) == 1
  list(est = shaped(if (one) t(read("est")) else read("est")), var = shaped(if (one) t(read("var")) else read("var")))
}
# The events of the cause in each group less those that the pooled hazard of the subdistribution predicts. Each event moves the
# predictions of all later days, so that the covariance is carried as three sums.
gray_test <- function(time, status, rows, cause) {
  days <- sort(unique(time)); k <- length(rows); groups <- lapply(rows, function(i) count_causes(time[i], status[i], days, cause))
  survival <- rep(1, k); incidence <- numeric(k); score <- numeric(k); past <- numeric(k); pooled <- 0
  carried <- matrix(0, k, k); direct <- carried; mixed <- carried
  column <- function(read) matrix(vapply(groups, read, numeric(length(days))), length(days))
  n_on <- column(function(g) g$n); mine_on <- column(function(g) g$own[[1]]); all_on <- column(function(g) g$all)
  for (day in which(rowSums(all_on) > 0)) {
    n <- n_on[day, ]; mine <- mine_on[day, ]; others <- all_on[day, ] - mine; before <- survival; sum_mine <- sum(mine)
    scaled <- ifelse(n > 0, n / before, 0); total <- sum(scaled); open <- scaled * (1 - incidence)
    here <- which(n > 0); incidence[here] <- incidence[here] + survival[here] * mine[here] / n[here]
    survival[here] <- survival[here] * (n[here] - mine[here] - others[here]) / n[here]
    pooled_before <- pooled; pooled <- pooled + sum_mine / total; share <- scaled * (diag(k) - matrix(scaled / total, k, k, byrow = TRUE))
    if (sum_mine > 0) score <- score + mine - sum_mine * open / sum(open)
    carried <- carried + share * sum_mine / (total * (1 - pooled_before))
    collect <- function(j, step, pull, effect) {
      past[j] <<- past[j] + pull^2 * step; mixed[, j] <<- mixed[, j] + effect * pull * step; direct <<- direct + outer(effect, effect) * step
    }
    for (j in here) {
      if (sum_mine > 0) {
        pull <- if (survival[j] > 0) 1 - (1 - pooled) / survival[j] else 1
        ties <- if (sum_mine > 1) 1 - (sum_mine - 1) / (total * before[j] - 1) else 1
        collect(j, ties * before[j] * sum_mine / (total * n[j]), pull, share[, j] - pull * carried[, j])
      }
      if (others[j] > 0 && survival[j] > 0) {
        pull <- (1 - pooled) / survival[j]
        collect(j, of_ties(others[j], n[j]) * before[j]^2 * others[j] / n[j]^2, -pull, pull * carried[, j])
      }
    }
  }
  free <- seq_len(k - 1)
  var <- direct + carried %*% (past * t(carried)) + carried %*% t(mixed) + mixed %*% t(carried)
  stat <- sum(score[free] * solve(var[free, free, drop = FALSE], score[free]))
  c(stat = stat, pv = pchisq(stat, k - 1, lower.tail = FALSE))
}`;
