# Times R's survival package on the columns the benchmark wrote: Rscript stats.R <folder> <n> <repeats>
suppressPackageStartupMessages(library(survival))
a <- commandArgs(TRUE); n <- as.integer(a[2]); repeats <- as.integer(a[3])
column <- function(name, what, size) readBin(file.path(a[1], name), what, n, size = size)
days <- column("days.i32", "integer", 4); event <- column("event.u8", "integer", 1)
group <- column("group.u8", "integer", 1); age <- column("age.f64", "double", 8)
milliseconds <- function(expression) { e <- substitute(expression); median(sapply(seq_len(repeats), function(i) { gc(FALSE); system.time(eval(e, globalenv()))[["elapsed"]] })) * 1000 }
cat("kaplanMeier", milliseconds(survfit(Surv(days, event) ~ group, conf.type = "log-log")), "\n")
cat("logRank", milliseconds(g <- survdiff(Surv(days, event) ~ group)), "\n")
cat("cox", milliseconds(f <- coxph(Surv(days, event) ~ age, ties = "efron")), "\n")
# What the two answered, so that the times are those of the same work.
cat("coefficient", sprintf("%.12g", coef(f)), "\n")
cat("chiSquare", sprintf("%.12g", g$chisq), "\n")
