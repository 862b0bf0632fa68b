# shellcheck shell=bash
# needs: stage image/look image/record
# vLLM's source, at one commit. Parameters: SOURCE_URL, SOURCE_COMMIT (40 hex digits, or a tag or branch, which is
# resolved at the source), PINNED_COMMIT (the one the Dockerfile fits).

# The commit wanted; empty where it could not be found out.
IMAGE_COMMIT=

image_source_parameters() {
  [[ $SOURCE_URL =~ $IMAGE_PLAIN && $SOURCE_URL != -* ]] || kg_bad_parameter image SOURCE_URL
  [[ $SOURCE_COMMIT =~ ^[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}$ && $SOURCE_COMMIT != *..* ]] ||
    kg_bad_parameter image SOURCE_COMMIT
  [[ $PINNED_COMMIT =~ ^[0-9a-f]{40}$ ]] || kg_bad_parameter image PINNED_COMMIT
}

# Git, away from the system's settings, asking nobody for a password, with no way from https to anything else. What
# comes is named by its commit, a sum of all it holds.
image_git() {
  local allowed=https
  case $SOURCE_URL in
    https://*) ;;
    http://*) allowed=http:https ;;
    ssh://* | git://*) allowed=${SOURCE_URL%%:*} ;;
    /*) allowed='file' ;;
  esac
  GIT_ALLOW_PROTOCOL=$allowed GIT_TERMINAL_PROMPT=0 GIT_CONFIG_NOSYSTEM=1 git -c http.sslVerify=true \
    -c http.lowSpeedLimit=1024 -c "http.lowSpeedTime=$PATIENCE" "$@"
}

# The commit of what the admin named, into IMAGE_COMMIT; a finding where that cannot be told. What was built once from
# a source that cannot be asked now stays what it was.
image_resolve_commit() {
  local said='' line peeled='' tag='' branch=''
  if [[ $SOURCE_COMMIT =~ ^[0-9a-f]{40}$ ]]; then
    IMAGE_COMMIT=$SOURCE_COMMIT
    return 0
  elif ! type -P git >/dev/null; then
    kg_fail image.no_tool "no git in PATH=$PATH" git
    return 0
  fi
  said=$(image_git ls-remote -- "$SOURCE_URL" "refs/tags/$SOURCE_COMMIT" "refs/tags/$SOURCE_COMMIT^{}" \
    "refs/heads/$SOURCE_COMMIT" 2>&1 | head -c 65536) || {
    if kg_record_read built && [[ ${KG_RECORD[source]:-} == "$SOURCE_URL" &&
      ${KG_RECORD[asked]:-} == "$SOURCE_COMMIT" && ${KG_RECORD[commit]:-} =~ ^[0-9a-f]{40}$ ]]; then
      IMAGE_COMMIT=${KG_RECORD[commit]}
      kg_finding image.not_resolved warn "$said" "$SOURCE_COMMIT" "$SOURCE_URL" "$IMAGE_COMMIT"
    else
      image_explain source_failed "$said" "$SOURCE_URL"
    fi
    return 0
  }
  while IFS= read -r line; do
    if [[ $line =~ ^([0-9a-f]{40})$'\t'(.*)$ ]]; then
      case ${BASH_REMATCH[2]} in
        "refs/tags/$SOURCE_COMMIT^{}") peeled=${BASH_REMATCH[1]} ;;
        "refs/tags/$SOURCE_COMMIT") tag=${BASH_REMATCH[1]} ;;
        "refs/heads/$SOURCE_COMMIT") branch=${BASH_REMATCH[1]} ;;
      esac
    fi
  done <<<"$said"
  IMAGE_COMMIT=${peeled:-${tag:-$branch}}
  if [[ -z $IMAGE_COMMIT ]]; then
    kg_fail image.no_commit "git ls-remote: ${said:-nothing}" "$SOURCE_COMMIT" "$SOURCE_URL"
  else
    echo "$SOURCE_COMMIT of $SOURCE_URL is $IMAGE_COMMIT."
    kg_fact image.source url "$SOURCE_URL" asked "$SOURCE_COMMIT" commit "$IMAGE_COMMIT"
  fi
}

# The source as it is told in a change, into REPLY: a name with its commit.
image_source_title() {
  REPLY=${IMAGE_COMMIT:0:12}
  if [[ $SOURCE_COMMIT != "$IMAGE_COMMIT" ]]; then
    REPLY="$SOURCE_COMMIT ($IMAGE_COMMIT)"
  elif [[ $IMAGE_COMMIT != "$PINNED_COMMIT" ]]; then
    REPLY=$IMAGE_COMMIT
  fi
}

# The Dockerfile fits one tree; whether it fits another shows only in the build.
image_tell_fit() {
  if [[ $IMAGE_COMMIT != "$PINNED_COMMIT" ]]; then
    kg_finding image.other_source warn "$SOURCE_URL $IMAGE_COMMIT" "$IMAGE_COMMIT" "${PINNED_COMMIT:0:12}"
  fi
  if [[ $SOURCE_URL == http://* || $SOURCE_URL == git://* ]]; then
    kg_finding fetch.plain_http warn "$SOURCE_URL" "$SOURCE_URL"
  fi
}

# The tree at that commit, with its history: its version is told from it.
image_fetch_source() {
  local tree=$IMAGE_WORK/vllm said=$IMAGE_TEMP/git.log
  local -a fetch=(image_git -C "$IMAGE_WORK/vllm" fetch --force)
  if ! type -P git >/dev/null; then
    kg_fail image.no_tool "no git in PATH=$PATH" git
    exit 1
  fi
  umask 022
  mkdir -p -- "$tree"
  [[ -d $tree/.git ]] || image_git init -q -- "$tree"
  if ! image_git -C "$tree" cat-file -e "$IMAGE_COMMIT^{commit}" 2>/dev/null; then
    # A mirror may hand out branches only; one that stands still is not asked again.
    if ! "${fetch[@]}" "$SOURCE_URL" "$IMAGE_COMMIT" >"$said" 2>&1 && { [[ $(<"$said") == *'too slow'* ]] ||
      ! "${fetch[@]}" --tags "$SOURCE_URL" '+refs/heads/*:refs/remotes/source/*' >>"$said" 2>&1; }; then
      cat -- "$said"
      image_explain source_failed "$(<"$said")" "$SOURCE_URL"
      exit 1
    fi
  fi
  if ! image_git -C "$tree" checkout -q --force --detach "$IMAGE_COMMIT" >"$said" 2>&1; then
    kg_fail image.no_commit "$(<"$said")" "$IMAGE_COMMIT" "$SOURCE_URL"
    exit 1
  fi
  image_git -C "$tree" clean -fdxq
  umask 077
  echo "Source: $SOURCE_URL at $IMAGE_COMMIT"
}
