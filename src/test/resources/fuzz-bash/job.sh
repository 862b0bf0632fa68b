# shellcheck shell=bash
# A job's folder in which meta, pid and exit stand as somebody left them, one behind the other.
kg_jobs=$FUZZ_FOLDER/jobs KATAGPU_WORD=0123456789abcdef
fuzz_one() {
  # The form of the test file itself: bash cuts at the last of many places slowly.
  local rest=${1:0:8192}
  mkdir -p "$kg_jobs/one"
  printf '%s' "${rest%%@@*}" >"$kg_jobs/one/meta"
  rest=${rest#*@@}
  printf '%s' "${rest%%@@*}" >"$kg_jobs/one/pid"
  printf '%s' "${rest#*@@}" >"$kg_jobs/one/exit"
  kg_load one || return 1
  kg_judge
  kg_reply_job job one
}
