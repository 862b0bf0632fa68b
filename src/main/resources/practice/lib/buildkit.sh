# shellcheck shell=bash
# What a build prints: BuildKit's plain output for the steps that stand in the Dockerfile. Expects notes.sh.

# The steps of Dockerfile $1: STEPS of "stage number text" (tab between), COUNT of steps by stage, BASE image.
dockerfile_steps() {
  local line whole='' stage='' base
  STEPS=()
  declare -gA COUNT=()
  BASE=''
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line != '#'* ]] || continue
    whole+=${line%\\}
    [[ $line != *\\ ]] || continue
    line=$whole
    whole=''
    case $line in
      'ARG base_image='*) BASE=${line#*=} ;;
      'FROM '*)
        stage=${line##* }
        base=${line#FROM }
        COUNT[$stage]=1
        STEPS+=("$stage"$'\t'1$'\t'"FROM ${base%% *}")
        ;;
      'RUN '* | 'COPY '* | 'ADD '* | 'WORKDIR '*)
        COUNT[$stage]=$((COUNT[$stage] + 1))
        STEPS+=("$stage"$'\t'"${COUNT[$stage]}"$'\t'"$line")
        ;;
    esac
  done <"$1"
}

# Some of what a command in a build would print.
build_chatter() {
  case $2 in
    *apt-get*)
      printf '#%d 0.412 Get:1 http://ports.ubuntu.com/ubuntu-ports jammy InRelease [270 kB]\n' "$1"
      printf '#%d 2.871 Fetched 25.1 MB in 2s (11.0 MB/s)\n#%d 9.204 Setting up libgl1:arm64 (1.4.0-1) ...\n' "$1" "$1"
      ;;
    *'git clone'*) printf "#%d 0.301 Cloning into '%s'...\n" "$1" "${2##*/}" ;;
    *bdist_wheel*)
      printf '#%d 12.10 running bdist_wheel\n' "$1"
      local object
      for object in 64 128 192 256; do
        printf '#%d %d.00 [%d/256] Building CUDA object CMakeFiles/_C.dir/csrc/attention/attention_kernels.cu.o\n' \
          "$1" "$((object * 9))" "$object"
        pause 2
      done
      ;;
    *'pip install'*) printf '#%d 1.020 Collecting torch==2.4.0\n#%d 8.310 Successfully installed\n' "$1" "$1" ;;
  esac
}

# buildkit DOCKERFILE NAME
buildkit() {
  local number=3 step stage of text takes=0
  dockerfile_steps "$1"
  printf '#0 building with "default" instance using docker driver\n\n'
  printf '#1 [internal] load build definition from Dockerfile\n#1 transferring dockerfile: 4.31kB done\n#1 DONE 0.0s\n\n'
  printf '#2 [internal] load metadata for %s\n#2 DONE 1.2s\n\n' "$BASE"
  pause 1
  for step in "${STEPS[@]}"; do
    number=$((number + 1))
    IFS=$'\t' read -r stage of text <<<"$step"
    printf '#%d [%s %d/%d] %s\n' "$number" "$stage" "$of" "${COUNT[$stage]}" "$text"
    if fault docker "build-fails" && [[ $text == *"$REPLY"* ]]; then
      printf '#%d 40.12 g++: fatal error: Killed signal terminated program cc1plus\n' "$number"
      printf '#%d ERROR: process "/bin/bash -o pipefail -c %s" did not complete successfully: exit code: 1\n' \
        "$number" "${text#RUN }"
      printf 'ERROR: failed to solve: process did not complete successfully: exit code: 1\n'
      return 1
    fi
    build_chatter "$number" "$text"
    pause 1
    takes=$((${#text} * 3))
    printf '#%d DONE %d.%ds\n\n' "$number" "$((takes / 10))" "$((takes % 10))"
  done
  number=$((number + 1))
  printf '#%d exporting to image\n#%d exporting layers done\n#%d naming to docker.io/library/%s done\n#%d DONE 3.3s\n' \
    "$number" "$number" "$number" "$2" "$number"
}
