# Firth's penalised likelihood maximised by a general optimiser: no code in common with the score equations.
source("write.R")
penalised <- function(b, X, y) { eta <- as.vector(X %*% b); p <- plogis(eta); sum(y * plogis(eta, log.p = TRUE) + (1 - y) * plogis(-eta, log.p = TRUE)) + as.numeric(determinant(t(X) %*% (X * p * (1 - p)))$modulus) / 2 }
best <- function(X, y, held = integer(0), at = 0) {
  free <- setdiff(seq_len(ncol(X)), held)
  f <- function(v) { b <- numeric(ncol(X)); b[held] <- at; b[free] <- v; -penalised(b, X, y) }
  v <- rep(0, length(free))
  for (i in 1:6) v <- optim(v, f, method = if (length(v) > 1) "Nelder-Mead" else "BFGS", control = list(reltol = 1e-15, maxit = 20000))$par
  for (i in 1:3) v <- optim(v, f, method = "BFGS", control = list(reltol = 1e-16, maxit = 5000))$par
  list(par = v, value = -f(v))
}
fit <- function(X, y) {
  b <- best(X, y); p <- ncol(X)
  lost <- function(k, at) 2 * (b$value - best(X, y, k, at)$value)
  limit <- function(k, sign) { f <- function(t) lost(k, b$par[k] + sign * t) - qchisq(.95, 1); uniroot(f, c(1e-3, 12), tol = 1e-9)$root * sign + b$par[k] }
  list(coef = b$par, value = b$value, lower = sapply(1:p, limit, -1), upper = sapply(1:p, limit, 1), p = sapply(1:p, function(k) pchisq(lost(k, 0), 1, lower.tail = FALSE)))
}
separated <- list(x = c(-3, -2.2, -1.5, -1, -0.4, 0.3, 0.8, 1.4, 2.1, 3.3), y = c(0, 0, 0, 0, 0, 1, 1, 1, 1, 1))
set.seed(5); n <- 40; overlap <- list(x = round(rnorm(n), 3), w = rbinom(n, 1, .4)); overlap$y <- rbinom(n, 1, plogis(-1 + overlap$x + overlap$w))
write_reference("firth-logistic", list(
  list(columns = separated["x"], y = separated$y, fit = fit(cbind(1, separated$x), separated$y)),
  list(columns = overlap[c("x", "w")], y = overlap$y, fit = fit(cbind(1, overlap$x, overlap$w), overlap$y))))
