# shellcheck shell=bash
# Control lines: what a stage script tells the wizard besides its log. Each begins with the record separator
# (0x1e) and carries the job's nonce, so that no tool's output can forge one; a tool's unfinished line may stand
# before it. An id is <stage>.<name>; a step's words are the bundle's <stage>.step.<name>. Expects KATAGPU_NONCE. Uses
# shell built-ins only: no process per line.
#
#   step     {"id","n","of","args"}        a step began; of 0 = not known yet
#   progress {"done","total","unit"}       unit: bytes, count or percent; total 0 = unknown
#   fact     {"kind",…}                    one thing found on the host; a field "recorded" (true, false) says
#                                          whether undo has something of it to take back
#   finding  {"id","status","args","evidence"}  status: pass, warn, fail, unknown, ask; texts: <stage>.finding.<name>
#                                          and its .next. ask is a question to the admin: a run that ends with one,
#                                          and with nothing failed, waits for the answer and is no failure
#   change   {"id","done","args"}          done false: would change; true: changed; texts: <stage>.change.<name>
#                                          and its .done
#   state    {"state","boot"}              done, needed or blocked: check's verdict, once, at its end; and the boot id
#
# undo.sh with PREVIEW=yes tells with "change, done false" what it would take back, changes nothing, and ends with
# state needed (there is something), done (there is nothing) or blocked (a finding says why it could not).

# sudo's own PATH often lacks /usr/local, where containerd and Kata may live. Not on a practice host, whose commands
# are those on its PATH and no others.
[[ -n ${KATAGPU_ROOT:-} ]] || PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# kg_number TEXT [MOST]: whether text that was read is a plain decimal number of at most 18 digits (and not above
# MOST); then it is in REPLY without leading zeros. Nothing that was read enters arithmetic before this said so: bash
# would run commands that stand in it.
kg_number() {
  REPLY=
  [[ $1 =~ ^0*([0-9]{1,18})$ ]] || return 1
  if [[ -n ${2-} ]] && ((BASH_REMATCH[1] > $2)); then
    return 1
  fi
  REPLY=${BASH_REMATCH[1]}
}

# JSON string of $1 into REPLY.
kg_json_string() {
  local s=$1
  s=${s//\\/\\\\}
  s=${s//\"/\\\"}
  s=${s//$'\n'/\\n}
  s=${s//$'\r'/\\r}
  s=${s//$'\t'/\\t}
  s=${s//[[:cntrl:]]/ }
  REPLY="\"$s\""
}

# JSON array of strings of all arguments into REPLY.
kg_json_array() {
  local out='' item
  for item in "$@"; do
    kg_json_string "$item"
    out+=${out:+,}$REPLY
  done
  REPLY="[$out]"
}

# JSON object of name/value pairs into REPLY. A name that ends in '=' takes its value as it stands (a number,
# true, null, or JSON made before); any other value becomes a string.
kg_json_object() {
  local out='' name
  while (($# >= 2)); do
    name=$1
    if [[ $name == *= ]]; then
      name=${name%=}
      REPLY=$2
    else
      kg_json_string "$2"
    fi
    out+="${out:+,}\"$name\":$REPLY"
    shift 2
  done
  REPLY="{$out}"
}

kg_emit() {
  printf '\036katagpu %s %s %s\n' "$KATAGPU_NONCE" "$1" "$2"
}

# kg_step N OF ID [ARG …]
kg_step() {
  local n=$1 of=$2 id=$3
  shift 3
  kg_json_array "$@"
  kg_json_object id "$id" n= "$n" of= "$of" args= "$REPLY"
  kg_emit step "$REPLY"
}

# kg_progress DONE TOTAL UNIT
kg_progress() {
  kg_json_object 'done=' "$1" total= "$2" unit "$3"
  kg_emit progress "$REPLY"
}

# kg_fact KIND [NAME VALUE …] (names as in kg_json_object)
kg_fact() {
  kg_json_object kind "$@"
  kg_emit fact "$REPLY"
}

# kg_finding ID STATUS EVIDENCE [ARG …]
kg_finding() {
  local id=$1 status=$2 evidence=$3
  shift 3
  kg_json_array "$@"
  kg_json_object id "$id" status "$status" evidence "$evidence" args= "$REPLY"
  kg_emit finding "$REPLY"
}

# kg_change ID true|false [ARG …]: with false, what would change; with true, what did
kg_change() {
  local id=$1 happened=$2
  shift 2
  kg_json_array "$@"
  kg_json_object id "$id" 'done=' "$happened" args= "$REPLY"
  kg_emit change "$REPLY"
}

# kg_state done|needed|blocked: the verdict, with the boot of the host it holds for
kg_state() {
  local boot=''
  { IFS= read -r boot <"${KATAGPU_ROOT:-}/proc/sys/kernel/random/boot_id"; } 2>/dev/null || :
  kg_json_object state "$1" boot "$boot"
  kg_emit state "$REPLY"
}
