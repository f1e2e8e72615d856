# Real HCC cohort (asaur::hepatoCellular, 227 patients, CC0). Run: Rscript make_hepatocellular.R
source("lib.R"); D <- "."; h <- read.csv("hepatocellular.csv")
K <- function(...) call1(h, "km", list(...)); L <- function(...) call1(h, "logrank", list(...)); C <- function(...) call1(h, "cox", list(...))
wcase(D, "hepatocellular", "hepatocellular.csv", list(
 K(time="OS", event="Death", group="BCLC", confType="log", times=c(0,12,24,36,60), rmstTau=60),
 K(time="RFS", event="Recurrence", group="Tumorsize", confType="log-log", times=c(12,24,36)),
 K(time="OS", event="Death", reverse=TRUE, confType="log"),
 L(time="OS", event="Death", group="BCLC"), L(time="RFS", event="Recurrence", group="Vascularinvasion", strata="BCLC"),
 C(time="OS", event="Death", terms=num_t("Age","Gender","HBsAg","Cirrhosis","AFP","Tumorsize","Vascularinvasion","BCLC"), ties="efron", zph=TRUE),
 C(time="RFS", event="Recurrence", terms=num_t("Tumorsize","Capsulation"), ties="breslow", strata="BCLC"),
 call1(h,"logistic",list(outcome="Recurrence", terms=num_t("Tumorsize","Vascularinvasion","AFP"))),
 call1(h,"roc",list(outcome="Death", score="CXCL17T", direction="<", at=c(50))),
 call1(h,"fisher",list(row="BCLC", col="Death")), call1(h,"chisq",list(row="BCLC", col="Recurrence", correct=TRUE))))
