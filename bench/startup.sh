#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What `smtpscope explain` costs from start to exit: CPU and memory, the mean of fifty runs.
# usage: bench/startup.sh PROGRAM
set -eu
program=$1
run() { "$program" explain '550 5.7.26 This mail is unauthenticated' > /dev/null; }
TIMEFORMAT='%U %S'
times=$( { time for _ in $(seq 50); do run; done; } 2>&1 )
echo "$times" | awk '{printf "explain, start to exit: %.1f ms CPU (20 at most)\n", ($1+$2)*1000/50}'
python3 - "$program" <<'EOF'
import resource, subprocess, sys
subprocess.run([sys.argv[1], "explain", "550 5.1.1 x"], stdout=subprocess.DEVNULL, check=False)
print(f"explain, most memory: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.1f} MB (60 at most)")
EOF
times=$( { time for _ in $(seq 50); do /bin/true; done; } 2>&1 )
echo "$times" | awk '{printf "yardstick, a process that does nothing: %.1f ms\n", ($1+$2)*1000/50}'
