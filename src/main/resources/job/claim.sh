# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Asked after a link was lost during a start: was job JOB_ID launched? If not, it never will be: the claim made here
# stops a start that may still be waiting on the host. Answers: started | abandoned | failed
dir=$kg_jobs/$JOB_ID
mkdir -p "$dir"
if (set -o noclobber && printf 'abandoned\n' >"$dir/claim") 2>/dev/null; then
  kg_reply abandoned
  exit 0
fi
IFS= read -r claim <"$dir/claim" || :
if [[ $claim == abandoned ]]; then # by an earlier question whose answer was lost
  kg_reply abandoned
  exit 0
fi
for ((tries = 300; tries > 0; tries--)); do
  if [[ -f $dir/pid ]]; then
    kg_reply started
    exit 0
  fi
  kg_nap 0.05
done
kg_reply failed
