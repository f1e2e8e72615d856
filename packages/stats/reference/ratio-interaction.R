# Whether a hazard ratio differs between strata, on survival::veteran, lung and colon: Efron's log partial likelihood written
# out from its definition and maximised in base R, a ratio for each stratum against a common one. No package is needed.
# Run from this folder: Rscript ratio-interaction.R
efron <- function(b, t, d, x) {
  r <- exp(b * x)
  sum(vapply(sort(unique(t[d == 1])), function(u) {
    dead <- t == u & d == 1
    m <- sum(dead)
    b * sum(x[dead]) - sum(log(sum(r[t >= u]) - (0:(m - 1)) / m * sum(r[dead])))
  }, 0))
}
best <- function(f) optimize(f, c(-4, 4), maximum = TRUE, tol = 1e-9)$objective
interaction_of <- function(csv, time, event, group, reference, comparison, by) {
  d <- read.csv(file.path("goldens", csv), check.names = FALSE, colClasses = "character")
  d <- d[d[[group]] %in% c(reference, comparison) & d[[by]] != "" & d[[time]] != "" & d[[event]] != "", ]
  t <- as.numeric(d[[time]]); e <- as.numeric(d[[event]]); x <- as.numeric(d[[group]] == comparison); v <- d[[by]]
  levels <- sort(unique(v), method = "radix")
  parts <- lapply(levels, function(k) function(b) efron(b, t[v == k], e[v == k], x[v == k]))
  apart <- sum(vapply(parts, best, 0))
  together <- best(function(b) sum(vapply(parts, function(f) f(b), 0)))
  statistic <- 2 * (apart - together); df <- length(levels) - 1
  list(csv = csv, time = time, event = event, group = group, reference = reference, comparison = comparison, by = by,
       statistic = statistic, df = df, p = pchisq(statistic, df, lower.tail = FALSE))
}
cases <- list(
  interaction_of("veteran.csv", "time", "event", "trt", "1", "2", "celltype"),
  interaction_of("lung.csv", "time", "event", "sex", "1", "2", "ecog3"),
  interaction_of("colon_death.csv", "time", "status", "rx", "Obs", "Lev+5FU", "differ")
)
written <- function(v) if (is.numeric(v)) sprintf("%.15g", v) else paste0('"', v, '"')
rows <- vapply(cases, function(one) paste0("    { ", paste0('"', names(one), '": ', vapply(one, written, ""), collapse = ", "), " }"), "")
writeLines(c("{", '  "script": "ratio-interaction.R",', paste0('  "versions": { "R": "', R.version.string, '" },'), '  "cases": [', paste(rows, collapse = ",\n"), "  ]", "}"), "ratio-interaction.json")
