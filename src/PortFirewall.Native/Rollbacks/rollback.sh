#!/bin/sh
# Takes a firewall change back when its time has come, unless somebody confirms it first. Whoever made the change may be gone by
# then, and PowerShell with it: nothing is needed but a POSIX shell, awk and iptables.
#
#   arm ID        reads the rollback from standard input, starts its timer, and prints it once the timer runs
#   made ID       the change is made: what is not there from now on will not come any more
#   void ID       the change was not made: forget the rollback
#   confirm ID    the change stays
#   undo ID       takes the change back now
#   join ID WITH  takes it back ahead of the earlier change WITH, which goes too
#   list [ID]     prints all rollbacks, or one
#   wait ID       the timer itself
#
# Exit status: 0 done; 3 somebody else decided first; 4 no such rollback; 5 no way leads to its network namespace; 1 failed, with the reason on standard error.
#
# Each rollback is a folder. Its state is the name of one file in it, which only ever changes by rename(2): of two who would
# rename the same file, one succeeds. So it is decided who comes first, whatever the scheduler does.
#   arming -> pending -> confirmed
#                     -> running -> rolled-back | failed -> running ...
# It is in parts, which are put together before it runs (RollbackScript): what follows here is known to all of them, and decisions.sh begins.
# What is written where nothing may be written is written by printf and not by ":", whose failure would end the shell (POSIX, special built-ins).
# Which was made first is told by "armed-at", of which there are no two alike.
set -u
umask 077
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
unset ENV CDPATH

folder=/run/portfirewall/rollbacks
change_lock=/run/portfirewall/portfirewall-change.lock
change_next=/run/portfirewall/portfirewall-change.next
keep=64                 # finished ones that can still be seen
lock_seconds=5          # as the module waits for the xtables lock
patience=6000           # how long a rollback is tried, in hundredths of a second
patience_together=1000  # how long one waits for another
afterwards=360          # how often the timer tries again after that
blind_patience=1000     # how long rules are looked for that may be there in another spelling
settling=3000           # a change that was armed so long ago is made, or never will be

