# shellcheck shell=bash
# One HTTP request to an address of the practice machine, which stands for a port of loopback: SANDBOX/exposed. Expects
# notes.sh.

# What --write-out asks for, with status $2.
http_write_out() {
  local text=${1//%\{http_code\}/$2}
  printf '%b' "$text"
}

# http_ask ADDRESS PORT PATH OPTION …: curl's options, as far as they matter here.
http_ask() {
  local address=$1 port=$2 path=$3 body='' format='' output='' method=GET status line loopback connection
  local -a headers=()
  local silent=0
  shift 3
  while (($#)); do
    case $1 in
      --config)
        while IFS= read -r line; do
          [[ ! $line =~ ^header\ =\ \"(.*)\"$ ]] || headers+=("${BASH_REMATCH[1]}")
        done
        shift
        ;;
      --header | -H)
        headers+=("$2")
        shift
        ;;
      --data | -d)
        body=$2 method=POST
        shift
        ;;
      --write-out | -w)
        format=$2
        shift
        ;;
      --output | -o)
        output=$2
        shift
        ;;
      --silent | -s) silent=1 ;;
      --show-error | -S) silent=0 ;;
      --noproxy | --connect-timeout | --max-time | --cacert) shift ;;
    esac
    shift
  done
  loopback=$(cat "$SANDBOX/exposed/$address:$port" 2>/dev/null)
  if [[ -z $loopback ]] || ! { exec {connection}<>"/dev/tcp/127.0.0.1/$loopback"; } 2>/dev/null; then
    http_write_out "$format" 000
    ((silent)) || printf "curl: (7) Failed to connect to %s port %s after 0 ms: Couldn't connect to server\n" "$address" "$port" >&2
    return 7
  fi
  {
    printf '%s %s HTTP/1.0\r\nHost: %s:%s\r\n' "$method" "$path" "$address" "$port"
    for line in ${headers[@]+"${headers[@]}"}; do
      printf '%s\r\n' "$line"
    done
    LC_ALL=C
    printf 'Content-Length: %d\r\n\r\n%s' "${#body}" "$body"
  } >&"$connection"
  read -r _ status _ <&"$connection"
  while IFS= read -r line <&"$connection" && [[ $line != $'\r' ]]; do
    :
  done
  cat <&"$connection" >"${output:-/dev/stdout}"
  http_write_out "$format" "${status:-000}"
}
