#!/usr/bin/env bash
# Builds and tests everything, from a fresh clone on a bare Debian 12 (as root) or on a developer's machine.
#   tests/run.sh           release build; unit, integration and robustness tests, the protos; unit tests again under
#                          AddressSanitizer and UndefinedBehaviorSanitizer
#   tests/run.sh --quick   the release build and its tests, without the sanitizers
#   tests/run.sh --all     also clang-format, clang-tidy, the unit tests but those of clients under ThreadSanitizer,
#                          the long tests, and the exchange in containers (needs root)
# TENDON_SHARED names the folder of real fixtures; ../shared when it is not set. Without the folder, tests that read it
# are skipped, and say so; with CI=true they fail, as does every missing tool.
# The last line is `N passed, N failed`; the exit code is 0 if nothing failed.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$repository"
all="" quick=""
case ${1:-} in
  "") ;;
  --quick) quick=yes ;;
  --all) all=yes ;;
  *) echo "run: unknown option '$1'; see the top of this file" >&2; exit 2 ;;
esac

jobs=$(nproc)
passed=0 failed=0 skipped=0 step="start"
readonly jobs reports=$repository/build/reports
export TENDON_SHARED=${TENDON_SHARED:-$repository/../shared}
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS="halt_on_error=1 suppressions=$repository/tests/tsan.supp"

# The closing line, also when a build or a tool fails on the way: that counts as one failure.
finish() {
  local status=$?
  if ((status != 0 && failed == 0)); then
    echo "run: failed in: $step" >&2
    failed=1
  fi
  ((skipped == 0)) || echo "run: $skipped skipped"
  echo "$passed passed, $failed failed"
  ((failed == 0)) || exit 1
}
trap finish EXIT

begin() {
  step=$1
  printf '\n== %s (%d min %02d s)\n' "$step" $((SECONDS / 60)) $((SECONDS % 60))
}

# The number that a JUnit report gives for an ATTRIBUTE of the whole run.
count_in() {
  sed -n '/<testsuite /,/>/{s/.*\b'"$2"'="\([0-9]*\)".*/\1/p;}' "$1" | head -n 1
}

# ctest in a build, the rest are its options; adds to the totals and goes on when tests fail.
run_tests() {
  local preset=$1 report=$reports/${step//[^a-z0-9]/-}.xml tests failures not_run
  shift
  rm -f "$report"
  ctest --test-dir "build/$preset" --parallel "$jobs" --output-on-failure --progress --output-junit "$report" "$@" ||
    true
  [[ -s $report ]] || return 1
  tests=$(count_in "$report" tests) failures=$(count_in "$report" failures) not_run=$(count_in "$report" skipped)
  ((tests > 0)) || { echo "run: no test was found" >&2; return 1; }
  if [[ ${CI:-} == true ]] && ((not_run > 0)); then
    echo "run: $not_run tests were skipped for want of a tool or a fixture; here that is a failure" >&2
    ((failures += not_run, not_run = 0)) || true
  fi
  ((failed += failures, skipped += not_run, passed += tests - failures - not_run)) || true
}

build() {
  local preset=$1
  shift
  # The quickstart leaves a build without tests.
  cmake --preset "$preset" -DTENDON_BUILD_TESTS=ON -DTENDON_SHARED="$TENDON_SHARED"
  cmake --build --preset "$preset" --parallel "$jobs" "$@"
}

begin "packages and tools"
deploy/install-packages.sh test
tests/install-node-tools.sh
mkdir -p "$reports"
if [[ ! -d $TENDON_SHARED ]]; then
  echo "run: no fixtures at $TENDON_SHARED (set TENDON_SHARED): tests that need them are skipped"
  if [[ ${CI:-} == true ]]; then exit 1; fi
fi

begin "release build"
build release

begin "release tests"
run_tests release --label-regex '^(unit|integration|robustness)$'

if [[ ! $quick ]]; then
  begin "asan build"
  build asan --target unit_tests

  begin "asan unit tests"
  run_tests asan --label-regex '^unit$'
fi

if [[ $all ]]; then
  begin "clang-format"
  find services clients tests \( -name '*.h' -o -name '*.cc' \) -exec clang-format-14 --dry-run -Werror {} +

  begin "clang-tidy"
  # Every library of ours as it is compiled: some files at a time.
  run-clang-tidy-14 -quiet -p build/release -j "$jobs" 'build/release/(services|clients)/.*\.cxx$' \
    "$repository/(services|clients)/" >"$reports/clang-tidy.txt" 2>&1 ||
    { grep -E 'warning:|error:' "$reports/clang-tidy.txt" | sort -u; exit 1; }

  begin "tsan build"
  build tsan --target unit_tests
  # The sanitizer needs its place in the address space, which a more random layout takes.
  ctest() { setarch --addr-no-randomize "$(type -P ctest)" "$@"; }

  begin "tsan unit tests"
  run_tests tsan --label-regex '^unit$'
  unset -f ctest

  begin "long tests"
  deploy/install-packages.sh container
  run_tests release --label-regex '^long$'
fi
