# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Removes what old jobs left; see kg_prune.
kg_prune "$JOB_KEEP"
kg_reply pruned
