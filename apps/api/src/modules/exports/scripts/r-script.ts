import { type ExportHead } from '../asked-export.ts';

/** An R script that reads the CSV files beside it by their dictionary: base R alone, any version from 3.5. */
export function rScript({ study, language }: ExportHead): string {
  return `# ${study.code}: reads every table of this folder into the list \`study\`, with labels.
# Rscript read.R, or source("read.R") in this folder. Labels: "en" or "zh".
language <- "${language}"

arguments <- commandArgs(FALSE)
file <- sub("^--file=", "", arguments[grepl("^--file=", arguments)])
folder <- if (length(file) == 1) dirname(file) else "."

cells <- function(name) {
  read.csv(file.path(folder, name), colClasses = "character", na.strings = "", check.names = FALSE,
    fileEncoding = "UTF-8-BOM", encoding = "UTF-8", strip.white = FALSE)
}
# What was put before a text so that no spreadsheet runs it is taken away again.
plain <- function(text) sub("^'", "", text)

dictionary <- cells("dictionary.csv")
codes <- cells("codes.csv")
dictionary[] <- lapply(dictionary, plain)
codes[] <- lapply(codes, plain)
label_of <- function(rows) rows[[paste0("label_", language)]]

converted <- function(text, column) {
  value <- switch(column$type,
    integer = as.integer(text),
    decimal = as.numeric(text),
    boolean = c("true" = TRUE, "false" = FALSE)[text],
    date = as.Date(text),
    code = {
      own <- codes[codes$table == column$table & codes$column == column$column, ]
      factor(plain(text), levels = own$code, labels = make.unique(label_of(own)))
    },
    plain(text)
  )
  value <- if (is.logical(value)) unname(value) else value
  attr(value, "label") <- label_of(column)
  if (!is.na(column$unit)) attr(value, "unit") <- column$unit
  value
}

study <- lapply(setNames(nm = unique(dictionary$table)), function(table) {
  raw <- cells(paste0(table, ".csv"))
  columns <- dictionary[dictionary$table == table, ]
  stopifnot(identical(names(raw), columns$column))
  rows <- Map(function(text, place) converted(text, columns[place, ]), raw, seq_len(nrow(columns)))
  as.data.frame(rows, optional = TRUE, stringsAsFactors = FALSE)
})
for (table in names(study)) {
  # A code that the dictionary does not have would become NA without a word.
  raw <- cells(paste0(table, ".csv"))
  lost <- names(raw)[mapply(function(text, value) sum(is.na(text)) != sum(is.na(value)), raw, study[[table]])]
  if (length(lost) > 0) stop(table, ": values were lost in ", paste(lost, collapse = ", "))
}
cat(sprintf("%s: %d rows, %d columns\\n", names(study), vapply(study, nrow, 0L), vapply(study, ncol, 0L)), sep = "")
`;
}
