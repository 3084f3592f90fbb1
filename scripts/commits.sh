# Checks the messages of new commits: one line that says what, a blank line, and at least one line that says why.

# The rule holds for commits after this one.
COMMITS_SINCE=4d833a0

# Where a branch began, or the commit above when the branch is main itself: commits_base
commits_base() {
  local base
  base="$(git merge-base HEAD origin/main 2>/dev/null || true)"
  if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then base="$COMMITS_SINCE"; fi
  git cat-file -e "$base^{commit}" 2>/dev/null || base='HEAD~1'
  echo "$base"
}

# Whether a build machine laid the tree under a commit of its own: the last one, and one word says nothing of it.
laid_by_ci() { [ -n "${CI:-}" ] && [ "$1" = "$(git rev-parse HEAD)" ] && [ "$(git log -1 --format=%B "$1" | wc -w)" -le 1 ]; }

# What is wrong with the message of a commit, or nothing: message_fault <commit>
message_fault() {
  local what second why
  what="$(git log -1 --format=%s "$1")"
  second="$(git log -1 --format=%B "$1" | sed -n 2p)"
  why="$(git log -1 --format=%b "$1" | grep -vE '^[A-Z][A-Za-z-]+: ' | grep -c '[^[:space:]]' || true)"
  if [ "${#what}" -gt 100 ]; then echo "its first line has ${#what} characters, at most 100"; return; fi
  if [ -n "$second" ]; then echo "its second line is not blank"; return; fi
  if [ "$why" = 0 ]; then echo "it does not say why: add a line below the first and a blank one"; fi
}

# Prints "12 passed" and "1 failed": check_commits
check_commits() {
  local commit fault good=0 bad=0
  git rev-parse --git-dir >/dev/null 2>&1 || { echo "0 passed"; return 0; }
  for commit in $(git rev-list --no-merges "$(commits_base)..HEAD" 2>/dev/null); do
    laid_by_ci "$commit" && continue
    fault="$(message_fault "$commit")"
    if [ -z "$fault" ]; then good=$((good + 1)); continue; fi
    bad=$((bad + 1))
    echo "FAIL $(git log -1 --format='%h %s' "$commit" | cut -c 1-80): $fault"
  done
  echo "$good passed"
  [ "$bad" = 0 ] || { echo "$bad failed"; return 1; }
}
