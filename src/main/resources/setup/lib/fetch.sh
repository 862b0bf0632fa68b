# shellcheck shell=bash
# Long commands and downloads of a run: a signal is answered at once, progress is told. Calls: curl, sha256sum, stat;
# setpriv where there is one.
#
# What comes from a server is data: https stays https, no more than a bound is written, nothing is used before its
# SHA-256 is the one expected or the admin has confirmed it (kg_ask_checksum). Only an address that itself begins with
# http:// may be asked in the clear, and that is said.

KG_CHILD='' KG_OUTCOME=0
KG_FETCH='' KG_HTTP='' KG_TOTAL=''
exec {KG_QUIET}<> <(:) # a pipe that stays empty, to wait on without a process
# What no single file of ours comes near to: 4 GiB.
readonly KG_MOST_BYTES=4294967296
declare -A KG_SAID_PLAIN=()

# The rest of the arguments as a command that ends with this shell, even where that is killed, into KG_COMMAND.
kg_tie() {
  KG_COMMAND=("$@")
  if type -P "$1" >/dev/null && type -P setpriv >/dev/null; then
    KG_COMMAND=(setpriv --pdeathsig KILL -- "$@")
  fi
}

# Runs a command; its status into KG_OUTCOME. The shell waits for it in a way that a signal interrupts.
kg_interruptible() {
  local -a KG_COMMAND=()
  KG_OUTCOME=0
  kg_tie "$@"
  "${KG_COMMAND[@]}" &
  KG_CHILD=$!
  wait "$KG_CHILD" || KG_OUTCOME=$?
  KG_CHILD=
}

# To be called on the way out: nothing this script started stays.
kg_end_child() {
  if [[ -n $KG_CHILD ]]; then
    kill -KILL "$KG_CHILD" 2>/dev/null || true
    wait "$KG_CHILD" 2>/dev/null || true
    KG_CHILD=
  fi
}

# kg_redact TEXT: without what could be a secret in an address, a name with its password and what stands behind a
# question mark, into REPLY. A password may hold any sign raw, a space, a quote and an "@" too, so that nothing between
# the first address of a line and its last "@" is known to be none. Where no scheme says that an address begins
# (joe:secret@proxy:3128), what has a colon before an "@" may be one; there a password ends at a space. The report hides
# the same (AddressSecrets).
kg_redact() {
  local lines=$1 line address said=''
  while :; do
    line=${lines%%$'\n'*}
    kg_redact_words "${line%%://*}"
    said+=$REPLY
    if [[ $line != *://* ]]; then
      line=''
    else
      said+=://
      line=${line#*://}
      if [[ $line == *@* ]]; then
        line="***@${line##*@}"
      fi
      while :; do
        address=${line%%[[:space:]\"\']*}
        line=${line:${#address}}
        if [[ $address == *\?* ]]; then
          address="${address%%\?*}?***"
        fi
        said+=$address
        [[ $line == *://* ]] || break
        said+=${line%%://*}://
        line=${line#*://}
      done
    fi
    said+=$line
    [[ $lines == *$'\n'* ]] || break
    said+=$'\n'
    lines=${lines#*$'\n'}
  done
  REPLY=$said
}

# The same for a text without a scheme. In an image's name a digest stands behind the "@".
kg_redact_words() {
  local text=$1 said='' word last colon user
  local -r no_user='=,;|/"'"'"'`()<>{}[]'
  local -r password="[^]:${no_user%]}]:|^:|=:"
  while [[ $text == *@* ]]; do
    word=${text%%[![:space:]]*}
    said+=$word
    text=${text:${#word}}
    word=${text%%[[:space:]]*}
    text=${text:${#word}}
    last=''
    while [[ ${word##*@} =~ ^sha(256|384|512):[0-9a-f] && $word == *@* ]]; do
      last=@${word##*@}$last
      word=${word%@*}
    done
    if [[ $word == *@* && ${word%@*} =~ $password ]]; then
      last=@${word##*@}$last
      colon=${BASH_REMATCH[0]}
      word=${word%%"$colon"*}${colon%:}
      user=${word##*["$no_user:"]}
      word="${word:0:${#word}-${#user}}***"
    fi
    said+=$word$last
  done
  REPLY=$said$text
}

# The SHA-256 of a file into REPLY, 64 hex digits; 1 and an empty REPLY where it cannot be read.
kg_sum() {
  local pipe line=''
  exec {pipe}<> <(:)
  kg_interruptible sha256sum -- "$1" >&"$pipe"
  if ((KG_OUTCOME == 0)); then
    IFS= read -r -t 5 -u "$pipe" line || line=
  fi
  exec {pipe}>&-
  # A name with a line end has a backslash before its sum.
  line=${line#\\}
  REPLY=${line%%[!0-9a-f]*}
  [[ $REPLY =~ ^[0-9a-f]{64}$ ]] || REPLY=
  [[ -n $REPLY ]]
}

# kg_ask_checksum FINDING NAME SHA256 SOURCE: asks the admin whether the file brought is the right one; the caller then
# ends with kg_state blocked and status 3. The answer comes back as the sum expected.
kg_ask_checksum() {
  local source
  kg_redact "$4"
  source=$REPLY
  kg_fact checksum finding "$1" name "$2" sha256 "$3" source "$source"
  kg_finding "$1" ask "" "$2" "$3" "$source"
}

# kg_fetch FILE URL [PROXY [MOST_BYTES [PATIENCE]]]: brings a file, going on where an earlier download of the same
# address stopped, and anew as long as something arrives. What is brought is not known to be right: its sum is. Returns
# 1 where it cannot be had, with curl's own words in REPLY, the server's status in KG_HTTP, and in KG_FETCH why:
# http (the server refused), slow, too_large, full (this disk), not_https (the address leads away from https), tls,
# place (FILE cannot be written there) or no_network.
kg_fetch() {
  local file=$1 url=$2 proxy=${3-} most=${4:-$KG_MOST_BYTES} patience=${5:-60} before tries part=$1.part from=''
  KG_FETCH='' KG_HTTP=''
  if [[ -L $part || -L $file.from || -L $file.head || -L $file || (-e $file && ! -f $file) ]]; then
    KG_FETCH=place REPLY="$file: no plain file"
    return 1
  fi
  if [[ $url == http://* && -z ${KG_SAID_PLAIN[$url]-} ]]; then
    KG_SAID_PLAIN[$url]=1
    kg_redact "$url"
    kg_finding fetch.plain_http warn "$REPLY" "$REPLY"
  fi
  # Half of another file is no beginning of this one.
  { IFS= read -r from <"$file.from"; } 2>/dev/null || :
  if [[ $from != "$url" ]]; then
    rm -f -- "$part"
    printf '%s\n' "$url" >"$file.from" || {
      KG_FETCH=place REPLY="$file.from"
      return 1
    }
  fi
  for ((tries = 0; tries < 50; tries++)); do
    kg_fetch_size "$part"
    before=$REPLY
    kg_fetch_once "$file" "$url" "$proxy" "$most" "$patience"
    kg_fetch_judge "$part" "$before" "$most" || return 1
    case $KG_FETCH in
      '')
        rm -f -- "$file.from"
        mv -f -- "$part" "$file" && return 0
        KG_FETCH=place REPLY=$file
        return 1
        ;;
      anew) rm -f -- "$part" ;;
    esac
  done
  KG_FETCH=no_network
  return 1
}

kg_fetch_size() {
  REPLY=$(stat -c '%s' -- "$1" 2>/dev/null) || REPLY=0
  kg_number "$REPLY" || REPLY=0
}

# What became of one try into KG_FETCH: empty (it is whole), more (go on), anew (begin from nothing), or why not, with
# 1. REPLY is what curl said.
kg_fetch_judge() {
  local part=$1 before=$2 most=$3 said=$REPLY size
  kg_fetch_size "$part"
  size=$REPLY REPLY=$said
  case $KG_OUTCOME:$KG_HTTP in
    0:*) KG_FETCH= ;;
    *:416)
      # The server has nothing behind what is here: whole, unless it says that its file is another's length.
      KG_FETCH=
      if [[ -n $KG_TOTAL && $KG_TOTAL != "$size" ]]; then
        KG_FETCH=anew
        ((before > 0)) || KG_FETCH=http
      fi
      ;;
    33:*)
      # This server cannot go on in the middle.
      KG_FETCH=anew
      ((before > 0)) || KG_FETCH=no_network
      ;;
    1:*) KG_FETCH=not_https ;;
    22:* | 47:*) KG_FETCH=http ;;
    63:* | 153:*) KG_FETCH=too_large ;;
    23:*)
      KG_FETCH='full'
      ((size < most)) || KG_FETCH=too_large
      ;;
    28:?*) KG_FETCH=slow ;;
    35:* | 5[1348]:* | 60:* | 77:* | 8[023]:* | 9[01]:*) KG_FETCH=tls ;;
    *)
      KG_FETCH='more'
      ((size > before)) || KG_FETCH=no_network
      ;;
  esac
  # Too much is not kept as the beginning of something.
  [[ $KG_FETCH != too_large ]] || rm -f -- "$part"
  [[ -z $KG_FETCH || $KG_FETCH == more || $KG_FETCH == anew ]]
}

# One request; curl's status into KG_OUTCOME, the server's into KG_HTTP, the whole length it told into KG_TOTAL.
kg_fetch_once() {
  local file=$1 url=$2 proxy=$3 most=$4 patience=$5 proto='=https' said=$1.said
  local -a KG_COMMAND=()
  KG_HTTP='' KG_TOTAL='' KG_OUTCOME=0
  [[ $url != http://* ]] || proto='=http,https'
  kg_tie curl -q -fL -sS --proto "$proto" --proto-redir "$proto" --max-redirs 10 --connect-timeout 20 \
    --speed-limit 1024 --speed-time "$patience" --max-filesize "$most" -C - -D "$file.head" \
    ${proxy:+--proxy "$proxy"} -o "$file.part" -- "$url"
  : >"$file.head"
  # The bound holds for a server that tells no length, too: the kernel stops the writing.
  (
    ulimit -f $((most / 1024 + 1))
    exec "${KG_COMMAND[@]}"
  ) 2>"$said" &
  KG_CHILD=$!
  while kill -0 "$KG_CHILD" 2>/dev/null; do
    kg_fetch_progress "$file"
    IFS= read -r -t 0.5 -u "$KG_QUIET" || true
  done
  wait "$KG_CHILD" || KG_OUTCOME=$?
  KG_CHILD=
  kg_fetch_head "$file.head"
  IFS= read -r -n 2000 REPLY <"$said" || :
  rm -f -- "$said" "$file.head"
  kg_redact "${REPLY:-curl: ($KG_OUTCOME)}"
}

# How much of the file is written, read from the place curl writes at: no process for each look.
kg_fetch_progress() {
  local fd key value size=''
  kg_fetch_head "$1.head"
  for fd in "/proc/$KG_CHILD/fd"/*; do
    if [[ $fd -ef $1.part ]]; then
      { while read -r key value; do
        [[ $key != pos: ]] || size=$value
      done <"/proc/$KG_CHILD/fdinfo/${fd##*/}"; } 2>/dev/null || :
    fi
  done
  if ! kg_number "$size"; then
    kg_fetch_size "$1.part"
  fi
  kg_progress "$REPLY" "${KG_TOTAL:-0}" bytes
}

# The last answer's status and the file's whole length, from the heads curl wrote; a server's words stay numbers.
kg_fetch_head() {
  local line lines=0
  while ((lines++ < 500)) && IFS= read -r -n 4000 line; do
    line=${line%$'\r'}
    if [[ $line =~ ^HTTP/[0-9.]+\ ([0-9]{3}) ]]; then
      KG_HTTP=${BASH_REMATCH[1]} KG_TOTAL=
    elif [[ ${line,,} =~ ^content-range:.*/([0-9]+)$ || ${line,,} =~ ^content-length:\ *([0-9]+)$ ]]; then
      # What a partial answer's length says is only the rest of the file.
      if [[ $KG_HTTP == 200 || ${line,,} == content-range:* ]] && kg_number "${BASH_REMATCH[1]}"; then
        KG_TOTAL=$REPLY
      fi
    fi
  done <"$1"
}

# kg_fetch_told FILE URL MOST_BYTES: the finding for what kg_fetch found where it is the same for every stage; 1 where
# the caller has its own words (http, slow, full, no_network).
kg_fetch_told() {
  local said=$REPLY url
  kg_redact "$2"
  url=$REPLY REPLY=$said
  case $KG_FETCH in
    not_https | tls) kg_finding "fetch.$KG_FETCH" fail "$said" "$url" ;;
    too_large) kg_finding fetch.too_large fail "$said" "$url" "$(($3 >> 20))" ;;
    place) kg_finding fetch.place fail "$said" "${1#"${KATAGPU_ROOT:-}"}" ;;
    *) return 1 ;;
  esac
}

# kg_fetch_small URL MOST PROTOCOLS BEARER [OPTION …]: a short answer of a server's into REPLY, in seconds; false for any
# but 200. The server's status into KG_HTTP, empty for none or for more than MOST bytes. Where the server sends on to is
# gone to only with -L among the options. That token travels on curl's standard input.
kg_fetch_small() {
  local url=$1 most=$2 protocols=$3 bearer=$4
  shift 4
  KG_HTTP=''
  REPLY=$({ [[ -z $bearer ]] || printf 'header = "Authorization: Bearer %s"\n' "$bearer"; } |
    curl -q -sS -f -K - --proto "=$protocols" --proto-redir "=$protocols" --max-redirs 3 --connect-timeout 4 \
      --max-time 8 --max-filesize "$most" -w '\n%{http_code}' "$@" -- "$url" 2>/dev/null |
    head -c "$((most + 4))" | tr -d '\0') || true
  if [[ $REPLY =~ $'\n'([1-5][0-9][0-9])$ ]]; then
    KG_HTTP=${BASH_REMATCH[1]}
    REPLY=${REPLY%$'\n'*}
  fi
  [[ $KG_HTTP == 200 ]]
}
