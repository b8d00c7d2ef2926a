# SPDX-License-Identifier: Apache-2.0
# Short names for the scripts that do the work; CMakePresets.json has the builds.
.PHONY: check long fmt golden fuzz bench
check:   ; ./test
long:    ; ./test --long
fmt:     ; tools/format.sh
golden:  ; tools/build.sh release -DSMTPSCOPE_TESTS=ON -- smtpscope && python3 tests/cli/run.py --update
fuzz:    ; tools/fuzz.sh 120
bench:   ; tools/bench.sh
