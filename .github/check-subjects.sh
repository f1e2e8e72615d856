#!/usr/bin/env bash
# Subjects of commits are `area: what`, within 72 characters: check-subjects.sh RANGE
set -euo pipefail
status=0
while IFS= read -r subject; do
  if ((${#subject} > 72)); then
    echo "longer than 72 characters: $subject"
    status=1
  elif [[ ! $subject =~ ^[a-zA-Z0-9][a-zA-Z0-9\ ,.-]*:\ .+ ]]; then
    echo "not of the form \`area: what\`: $subject"
    status=1
  fi
done < <(git log --no-merges --format=%s "$1")
exit $status
