# shellcheck shell=bash
# All that is told of a text that was read: five lines, whatever stands in it.
fuzz_one() {
  kg_step 1 2 some.step "$1" "$1"
  kg_finding some.finding fail "$1" "$1"
  kg_change some.change false "$1"
  kg_fact some.fact name "$1" values= "$(kg_json_array "$1" "$1" && printf '%s' "$REPLY")"
  # Longer names than 50,000 characters are no JSON to the wizard: such a line is log.
  local -A some=([key]=$1 ["${1:0:9000} "]=value)
  kg_json_map some
  kg_fact some.map values= "$REPLY"
}
