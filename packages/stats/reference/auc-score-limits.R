# Newcombe 2006 (Statistics in Medicine 25:559-573), method 5: |A - theta| = z sqrt(V(theta)) solved for theta, with
# V(theta) = theta (1 - theta) [1 + k (1 - theta) / (2 - theta) + k theta / (1 + theta)] / (m n), k = (m + n) / 2 - 1.
# Ends of the interval that lie at the area itself are the area (0 or 1).
source("write.R")
V <- function(t, m, n) { k <- (m + n) / 2 - 1; t * (1 - t) * (1 + k * (1 - t) / (2 - t) + k * t / (1 + t)) / (m * n) }
limits <- function(A, m, n, level = .95) { z <- qnorm((1 + level) / 2)
  f <- function(t) abs(A - t) - z * sqrt(V(t, m, n)); tiny <- 1e-9
  lower <- if (A == 0) 0 else uniroot(f, c(0, A - tiny * A), tol = 1e-14)$root
  upper <- if (A == 1) 1 else uniroot(f, c(A + tiny * (1 - A), 1), tol = 1e-14)$root
  list(auc = A, nPositive = m, nNegative = n, confidence = level, limits = c(lower, upper)) }
write_reference("auc-score-limits", list(
  limits(1, 4, 4), limits(1, 2, 6), limits(1, 22, 25), limits(0, 4, 4), limits(0, 5, 3), limits(.5, 4, 4), limits(.778, 27, 20),
  limits(.9, 10, 90), limits(1, 4, 4, .9), limits(.25, 3, 1000), limits(1, 1000, 1000), limits(.97, 2, 2)))
