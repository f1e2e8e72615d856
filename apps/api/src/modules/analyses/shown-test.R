# The chi-square test of two rates of rounded counts, and the least and the greatest p over every table whose four counts
# differ by at most 4 from the rounded ones. Writes shown-test.json beside it: Rscript shown-test.R
p <- function(yes1, n1, yes2, n2) {
  suppressWarnings(chisq.test(matrix(c(yes1, n1 - yes1, yes2, n2 - yes2), 2), correct = FALSE)$p.value)
}
rates <- list(c(45, 95, 155, 280), c(20, 95, 155, 280), c(60, 80, 30, 65))
rows <- sapply(rates, function(shown) {
  by <- expand.grid(a = -4:4, b = -4:4, c = -4:4, d = -4:4)
  all <- mapply(function(a, b, c, d) p(shown[1] + a, shown[2] + b, shown[3] + c, shown[4] + d), by$a, by$b, by$c, by$d)
  sprintf(
    '  { "yes1": %d, "n1": %d, "yes2": %d, "n2": %d, "p": %.10g, "lowest": %.10g, "highest": %.10g }',
    shown[1], shown[2], shown[3], shown[4], p(shown[1], shown[2], shown[3], shown[4]), min(all), max(all)
  )
})
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "shown-test.json")
