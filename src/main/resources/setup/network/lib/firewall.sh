# shellcheck shell=bash
# needs: record network/change network/look
# What the host's firewall does to traffic forwarded for the bridge, and the narrow way through it. Calls: iptables,
# firewall-cmd.

# The chain our rules go into; whether forwarding is refused by default; who refuses, in a word.
NET_CHAIN='' NET_REFUSED=0 NET_FIREWALL=''
NET_TODO_OPEN=0 NET_TODO_CLOSE=0 NET_OPENING=0

net_iptables() {
  REPLY=$(iptables -w 5 "$@" 2>&1)
}

# Looks which firewall refuses what is forwarded. A policy of DROP is Docker's doing, as a rule.
net_look_forward() {
  NET_CHAIN='' NET_REFUSED=0 NET_FIREWALL=''
  if type -P iptables >/dev/null && net_iptables -S FORWARD; then
    if [[ $'\n'$REPLY == *$'\n-P FORWARD DROP'* || $'\n'$REPLY == *$'\n-A FORWARD -j '@(REJECT|DROP)* ]]; then
      NET_REFUSED=1 NET_FIREWALL=iptables NET_CHAIN=FORWARD
      if net_iptables -S DOCKER-USER; then
        NET_FIREWALL=Docker NET_CHAIN=DOCKER-USER
      fi
    fi
  fi
  if net_firewalld_runs && ! net_firewalld_passes; then
    NET_REFUSED=1 NET_FIREWALL=${NET_FIREWALL:+$NET_FIREWALL, }firewalld
  fi
}

net_firewalld_runs() {
  type -P firewall-cmd >/dev/null && [[ $(timeout -k 2 20 firewall-cmd --state 2>/dev/null) == running ]]
}

net_firewalld() {
  local status=0
  REPLY=$(timeout -k 2 60 firewall-cmd "$@" 2>&1) || status=$?
  return "$status"
}

# The zone of the interface that leads out of the host into REPLY; empty where it has none.
net_zone_out() {
  local line
  line=$(ip -4 -o route show default 2>/dev/null) || line=
  REPLY=
  if [[ $line =~ \ dev\ ([^ ]+) ]] && ! net_firewalld "--get-zone-of-interface=${BASH_REMATCH[1]}"; then
    REPLY=
  fi
}

# Whether firewalld forwards between the bridge and the way out: it does within a zone, unless that was switched off.
net_firewalld_passes() {
  local zone
  net_zone_out
  zone=$REPLY
  if [[ -z $zone ]]; then
    return 1
  fi
  if ! net_firewalld "--get-zone-of-interface=$BRIDGE"; then
    net_firewalld --get-default-zone || return 1
  fi
  [[ $REPLY == "$zone" ]] && net_firewalld "--zone=$zone" --query-forward
}

# net_rule ACTION out|back: one of the two rules (-C: whether it is there; -I, -D), as the record `forward` just read
# names them.
net_rule() {
  local -a rule=(-i "${KG_RECORD[bridge]}" '!' -o "${KG_RECORD[bridge]}" -s "${KG_RECORD[subnet]}")
  if [[ $2 == back ]]; then
    rule=(-o "${KG_RECORD[bridge]}" '!' -i "${KG_RECORD[bridge]}" -d "${KG_RECORD[subnet]}"
      -m conntrack --ctstate "RELATED,ESTABLISHED")
  fi
  net_iptables "$1" "${KG_RECORD[chain]}" "${rule[@]}" -m comment --comment "katagpu-${KG_RECORD[name]}" -j ACCEPT
}

# Whether what was recorded as opened still is, for the network as chosen.
net_is_open() {
  if [[ -n $NET_CHAIN ]]; then
    kg_record_read forward && [[ ${KG_RECORD[chain]} == "$NET_CHAIN" && ${KG_RECORD[bridge]} == "$BRIDGE" &&
      ${KG_RECORD[subnet]} == "$NET_SUBNET" ]] && net_rule -C out && net_rule -C back || return 1
  fi
  [[ $NET_FIREWALL != *firewalld* ]]
}

net_examine_forward() {
  NET_TODO_OPEN=0 NET_TODO_CLOSE=0
  net_look_forward
  if ((OPEN_FORWARD && NET_REFUSED)); then
    if ! net_is_open; then
      NET_TODO_OPEN=1
    fi
  elif ((!OPEN_FORWARD)); then
    if [[ -e $KG_RECORDS/forward || -e $KG_RECORDS/firewalld ]]; then
      NET_TODO_CLOSE=1
    elif ((NET_REFUSED)); then
      kg_finding network.forward_refused warn "$NET_FIREWALL" "$NET_FIREWALL" "$BRIDGE"
    fi
  fi
  if ((MASQUERADE)) && ! type -P iptables >/dev/null && ! type -P nft >/dev/null; then
    net_fail no_iptables ''
  fi
}

# net_firewalld_both ARG …: now, and for later starts of firewalld. It is never reloaded: that would flush the rules
# other networks have in iptables.
net_firewalld_both() {
  net_firewalld "$@" && net_firewalld --permanent "$@"
}

# The bridge joins the zone of the way out, where forwarding is allowed: the container may then do no more to the host
# than the host's neighbours may.
net_open_firewalld() {
  local zone forward=0
  net_zone_out
  zone=$REPLY
  if [[ -z $zone ]]; then
    REPLY="no zone for the interface of the default route"
    return 1
  fi
  net_firewalld "--zone=$zone" --query-forward || forward=1
  kg_record_write firewalld zone "$zone" bridge "$BRIDGE" forward "$forward" || return 1
  if ((forward)); then
    net_firewalld_both "--zone=$zone" --add-forward || return 1
  fi
  net_firewalld_both "--zone=$zone" "--change-interface=$BRIDGE" && net_firewalld_passes
}

net_open_iptables() {
  kg_record_write forward name "$NAME" chain "$NET_CHAIN" bridge "$BRIDGE" subnet "$NET_SUBNET" || return 1
  kg_record_read forward
  net_rule -I out && net_rule -I back
}

net_open() {
  NET_OPENING=1
  net_look_forward
  if [[ $NET_FIREWALL == *firewalld* ]] && ! net_open_firewalld; then
    net_stop not_opened "$REPLY" firewalld
  fi
  if [[ -n $NET_CHAIN ]] && ! net_open_iptables; then
    net_stop not_opened "$REPLY" "$NET_CHAIN"
  fi
}

# Takes back what was opened. What is gone already, after a reboot, is no failure.
net_close() {
  local way
  if kg_record_read forward; then
    for way in out back; do
      while net_rule -C "$way"; do
        net_rule -D "$way" || break
      done
    done
    kg_record_remove forward
  fi
  if kg_record_read firewalld; then
    if ! net_firewalld_runs; then
      kg_finding network.not_closed warn '' firewalld
      return 0
    fi
    net_firewalld_both "--zone=${KG_RECORD[zone]}" "--remove-interface=${KG_RECORD[bridge]}" || echo "firewalld: $REPLY"
    if [[ ${KG_RECORD[forward]} == 1 ]]; then
      net_firewalld_both "--zone=${KG_RECORD[zone]}" --remove-forward || echo "firewalld: $REPLY"
    fi
    kg_record_remove firewalld
  fi
}
