# A stand-in for ctr and its daemon: images are files in $STANDIN/ctr (digest of the configuration), blobs beside them.
home=$STANDIN/ctr
mkdir -p "$home/blobs"
case $* in
  version) echo Server: ;;
  'plugins ls'*) exit 1 ;;
  'images '*' --help') ;;
  'images ls name=='*)
    file=$home/${3//[^a-z0-9=-]/_}
    [[ ! -f $file ]] || echo "${3#name==} application/vnd.docker.distribution.manifest.v2+json $(<"$file") 1.0 MiB linux/amd64 -"
    ;;
  'images check name=='*)
    file=$home/${3//[^a-z0-9=-]/_}
    [[ ! -f $file ]] || echo "${3#name==} type $(<"$file") complete (2/2) 1.0 MiB/1.0 MiB true"
    ;;
  'content get '*) cat "$home/blobs/$3" ;;
  'images import '*)
    cat >"$home/in.tar"
    config=$(tar -tf "$home/in.tar" | grep '\.json$' | grep -v manifest)
    # Docker's label is set by the build, which the stand-in for Docker cannot put into its archive.
    text=$(tar -xOf "$home/in.tar" "$config")
    read -r inputs <"$STANDIN/docker/vllm-cvm_latest/inputs"
    printf '%s' "${text/\"Labels\":{/\"Labels\":{\"org.katagpu.inputs\":\"$inputs\"}" >"$home/blobs/sha256:${config%.json}"
    manifest=sha256:$(printf '%064d' 7)
    echo "{\"config\":{\"digest\":\"sha256:${config%.json}\"}}" >"$home/blobs/$manifest"
    echo "$manifest" >"$home/name==docker_io_library_vllm-cvm_latest"
    rm "$home/in.tar"
    ;;
  'images rm '*) rm -f "$home/name==${3//[^a-z0-9=-]/_}" ;;
  'images tag '*) ;;
  'containers ls') echo 'CONTAINER IMAGE RUNTIME' ;;
  *) echo "ctr: no answer to $*" >&2 && exit 2 ;;
esac
