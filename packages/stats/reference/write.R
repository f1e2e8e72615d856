# Writes a reference file beside its script, with the versions that made it. Run from this folder: Rscript <method>.R
write_reference <- function(name, cases) {
  versions <- list(R = R.version.string, survival = as.character(packageVersion("survival")), jsonlite = as.character(packageVersion("jsonlite")))
  writeLines(jsonlite::toJSON(list(script = paste0(name, ".R"), versions = versions, cases = cases), digits = NA, auto_unbox = TRUE, null = "null", na = "null", pretty = TRUE), paste0(name, ".json"))
}
