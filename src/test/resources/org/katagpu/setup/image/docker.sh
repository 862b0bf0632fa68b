# A stand-in for Docker: knows the images in $STANDIN/docker (a folder each: id, inputs, archive), builds one by
# printing $STANDIN/buildkit and moving $STANDIN/result there.
home=$STANDIN/docker
mkdir -p "$home"
printf '%s\n' "$*" >>"$STANDIN/docker.calls"
image=$home/${!#//[:\/]/_}
case $* in
  'version '*) echo 28.2.2 ;;
  'info '*) echo /var/lib/docker ;;
  'image inspect'*Labels*) [[ -d $image ]] && echo "$(<"$image/inputs") $(<"$image/id")" ;;
  'image inspect'*Size*) [[ -d $image ]] && stat -c %s "$image/archive" ;;
  'image inspect'*Id*) [[ -d $image ]] && cat "$image/id" ;;
  'image rm '*) rm -r "$image" ;;
  'save '*) if [[ -x $STANDIN/save ]]; then "$STANDIN/save" "$image/archive"; else exec cat "$image/archive"; fi ;;
  'buildx version') [[ -x $KATAGPU_ROOT/usr/local/lib/docker/cli-plugins/docker-buildx ]] && echo "github.com/docker/buildx v0.19.2 1fc5647" ;;
  'buildx build'*)
    cat "$STANDIN/buildkit"
    [[ -d $STANDIN/result ]] || exit 1
    while (($#)); do
      case $1 in
        --tag) image=$home/${2//[:\/]/_} ;;
        --label) [[ $2 != org.katagpu.inputs=* ]] || inputs=${2#*=} ;;
      esac
      shift
    done
    cp -r "$STANDIN/result" "$image"
    echo "$inputs" >"$image/inputs"
    ;;
  *) echo "docker: no answer to $*" >&2 && exit 2 ;;
esac
