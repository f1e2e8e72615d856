# Small tables and samples: R's own tests where base R has them, else the published formula written out.
source("write.R")
z <- qnorm(.975)
wilson <- function(x, n) unname(prop.test(x, n, correct = FALSE)$conf.int[1:2])
risks <- function(x0, n0, x1, n1) {
  p0 <- x0 / n0; p1 <- x1 / n1; w0 <- wilson(x0, n0); w1 <- wilson(x1, n1); d <- p1 - p0
  rr <- p1 / p0; srr <- sqrt(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0)
  g <- coef(summary(glm(cbind(c(x0, x1), c(n0 - x0, n1 - x1)) ~ c(0, 1), family = binomial, control = list(epsilon = 1e-15, maxit = 100))))
  list(args = list(x0 = x0, n0 = n0, x1 = x1, n1 = n1),
    difference = c(d, d - sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2), d + sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2)),
    ratio = c(rr, exp(log(rr) - z * srr), exp(log(rr) + z * srr)),
    odds = c(exp(g[2, 1]), exp(g[2, 1] - z * g[2, 2]), exp(g[2, 1] + z * g[2, 2])))
}
kappa <- function(m, w) { # Fleiss, Cohen & Everitt 1969
  n <- sum(m); p <- m / n; r <- rowSums(p); k <- colSums(p); po <- sum(w * p); pe <- sum(w * outer(r, k)); kap <- (po - pe) / (1 - pe)
  wr <- as.vector(w %*% k); wc <- as.vector(t(w) %*% r)
  v <- (sum(p * (w - outer(wr, wc, "+") * (1 - kap))^2) - (kap - pe * (1 - kap))^2) / (n * (1 - pe)^2)
  list(kappa = kap, se = sqrt(v))
}
reads <- matrix(c(20, 5, 1, 0, 4, 30, 6, 1, 0, 7, 25, 3, 0, 1, 2, 15), 4, byrow = TRUE)
steps <- abs(outer(1:4, 1:4, "-"))
centres <- array(c(12, 5, 8, 15, 20, 11, 9, 21, 7, 3, 6, 9), c(2, 2, 3))
mh <- function(correct) { t <- mantelhaen.test(centres, correct = correct); list(or = unname(t$estimate), lower = t$conf.int[1], upper = t$conf.int[2], stat = unname(t$statistic), p = t$p.value) }
peto <- { e <- apply(centres, 3, function(m) sum(m[1, ]) * sum(m[, 1]) / sum(m)); v <- apply(centres, 3, function(m) sum(m[1, ]) * sum(m[2, ]) * sum(m[, 1]) * sum(m[, 2]) / (sum(m)^2 * (sum(m) - 1))); exp(sum(centres[1, 1, ] - e) / sum(v)) }
samples <- list(a = c(4.1, 5.2, 6.3, 3.9, 5.5), b = c(6.1, 7.7, 5.9, 8.2, 7.1, 6.6), c = c(5.0, 4.8, 6.9, 5.7))
d <- data.frame(v = unlist(samples), g = rep(names(samples), lengths(samples)))
anova_of <- function(eq) { t <- oneway.test(v ~ g, d, var.equal = eq); list(f = unname(t$statistic), df = unname(t$parameter), p = t$p.value) }
p <- c(0.01, 0.04, 0.03, 0.005, 0.5, 0.049)
set.seed(11); prob <- round(plogis(rnorm(120)), 4); y <- rbinom(120, 1, prob)
hl <- { cut_ <- cut(prob, quantile(prob, 0:10 / 10), include.lowest = TRUE); o <- tapply(y, cut_, sum); n <- tapply(y, cut_, length); e <- tapply(prob, cut_, sum); s <- sum((o - e)^2 / e + ((n - o) - (n - e))^2 / (n - e)); list(prob = prob, y = y, observed = as.vector(o), n = as.vector(n), stat = s, df = 8, p = pchisq(s, 8, lower.tail = FALSE)) }
mc <- function(b, c_) { m <- matrix(c(30, c_, b, 40), 2); list(b = b, c = c_, corrected = c(unname(mcnemar.test(m)$statistic), mcnemar.test(m)$p.value), plain = c(unname(mcnemar.test(m, correct = FALSE)$statistic), mcnemar.test(m, correct = FALSE)$p.value), exact = binom.test(b, b + c_)$p.value) }
events <- function(hr, power, share, alpha) ((qnorm(1 - alpha / 2) + qnorm(power)) / log(hr))^2 / (share * (1 - share))
write_reference("two-by-two", list(
  risks = list(risks(21, 97, 153, 281), risks(84, 97, 265, 281), risks(3, 40, 9, 37)),
  kappa = list(table = reads, none = kappa(reads, diag(4)), linear = kappa(reads, 1 - steps / 3), quadratic = kappa(reads, 1 - (steps / 3)^2)),
  mantelHaenszel = list(tables = lapply(1:3, function(k) centres[, , k]), corrected = mh(TRUE), plain = mh(FALSE), peto = peto),
  anova = list(samples = samples, equal = anova_of(TRUE), welch = anova_of(FALSE)),
  adjust = list(p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH")),
  hosmerLemeshow = hl,
  mcnemar = list(mc(3, 15), mc(22, 31), mc(6, 6)),
  logRankEvents = list(list(hazardRatio = 0.6, power = .8, share = .5, alpha = .05, events = events(.6, .8, .5, .05)), list(hazardRatio = 1.5, power = .9, share = 97 / 378, alpha = .01, events = events(1.5, .9, 97 / 378, .01)))))
