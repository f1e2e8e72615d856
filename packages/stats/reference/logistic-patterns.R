# Admissions to Berkeley in 1973 (R's UCBAdmissions), a row for each of 4526 people: twelve patterns of gender and department.
source("write.R")
people <- as.data.frame(UCBAdmissions)
people <- people[rep(seq_len(nrow(people)), people$Freq), c("Admit", "Gender", "Dept")]
people$admitted <- as.integer(people$Admit == "Admitted")
fit <- glm(admitted ~ Gender + Dept, binomial, people, control = list(epsilon = 1e-14, maxit = 100))
rows <- coef(summary(fit))
dropped <- drop1(fit, test = "LRT")
write_reference("logistic-patterns", list(
  counts = lapply(split(people, list(people$Gender, people$Dept)), function(part) {
    list(gender = as.character(part$Gender[1]), dept = as.character(part$Dept[1]), admitted = sum(part$admitted), n = nrow(part))
  }),
  names = rownames(rows), coef = unname(rows[, 1]), se = unname(rows[, 2]), p = unname(rows[, 4]),
  logLik = as.numeric(logLik(fit)), nullDeviance = fit$null.deviance,
  term = rownames(dropped)[-1], termStat = dropped$LRT[-1], termP = dropped$`Pr(>Chi)`[-1]
))
