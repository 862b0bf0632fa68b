# shellcheck shell=bash
# needs: record stage network/change network/look
# What the host's firewall does to traffic forwarded for the bridge, and the narrow way through it. Calls: iptables,
# firewall-cmd.

# The chain our rules go into; whether forwarding is refused by default; who refuses, in a word.
NETWORK_CHAIN='' NETWORK_REFUSED=0 NETWORK_FIREWALL=''
NETWORK_TODO_OPEN=0 NETWORK_TODO_CLOSE=0 NETWORK_OPENING=0

network_iptables() {
  REPLY=$(iptables -w 5 "$@" 2>&1)
}

# Looks which firewall refuses what is forwarded. A policy of DROP is Docker's doing, as a rule.
network_read_firewall() {
  NETWORK_CHAIN='' NETWORK_REFUSED=0 NETWORK_FIREWALL=''
  if type -P iptables >/dev/null && network_iptables -S FORWARD; then
    if [[ $'\n'$REPLY == *$'\n-P FORWARD DROP'* || $'\n'$REPLY == *$'\n-A FORWARD -j '@(REJECT|DROP)* ]]; then
      NETWORK_REFUSED=1 NETWORK_FIREWALL=iptables NETWORK_CHAIN=FORWARD
      if network_iptables -S DOCKER-USER; then
        NETWORK_FIREWALL=Docker NETWORK_CHAIN=DOCKER-USER
      fi
    fi
  fi
  if network_firewalld_runs && ! network_firewalld_passes; then
    NETWORK_REFUSED=1 NETWORK_FIREWALL=${NETWORK_FIREWALL:+$NETWORK_FIREWALL, }firewalld
  fi
}

network_firewalld_runs() {
  type -P firewall-cmd >/dev/null && [[ $(timeout -k 2 20 firewall-cmd --state 2>/dev/null) == running ]]
}

network_firewalld() {
  local status=0
  REPLY=$(timeout -k 2 60 firewall-cmd "$@" 2>&1) || status=$?
  return "$status"
}

# The zone of the interface that leads out of the host into REPLY; empty where it has none.
network_outgoing_zone() {
  local line
  line=$(ip -4 -o route show default 2>/dev/null) || line=
  REPLY=
  if [[ $line =~ \ dev\ ([^ ]+) ]] && ! network_firewalld "--get-zone-of-interface=${BASH_REMATCH[1]}"; then
    REPLY=
  fi
}

# Whether firewalld forwards between the bridge and the way out: it does within a zone, unless that was switched off.
network_firewalld_passes() {
  local zone
  network_outgoing_zone
  zone=$REPLY
  if [[ -z $zone ]]; then
    return 1
  fi
  if ! network_firewalld "--get-zone-of-interface=$BRIDGE"; then
    network_firewalld --get-default-zone || return 1
  fi
  [[ $REPLY == "$zone" ]] && network_firewalld "--zone=$zone" --query-forward
}

# network_rule ACTION out|back: one of the two rules (-C: whether it is there; -I, -D), as the record `forward` just
# read names them.
network_rule() {
  local -a rule=(-i "${KG_RECORD[bridge]}" '!' -o "${KG_RECORD[bridge]}" -s "${KG_RECORD[subnet]}")
  if [[ $2 == back ]]; then
    rule=(-o "${KG_RECORD[bridge]}" '!' -i "${KG_RECORD[bridge]}" -d "${KG_RECORD[subnet]}"
      -m conntrack --ctstate "RELATED,ESTABLISHED")
  fi
  network_iptables "$1" "${KG_RECORD[chain]}" "${rule[@]}" -m comment --comment "katagpu-${KG_RECORD[name]}" -j ACCEPT
}

# Whether what was recorded as opened still is, for the network as chosen.
network_is_open() {
  if [[ -n $NETWORK_CHAIN ]]; then
    kg_record_read forward && [[ ${KG_RECORD[chain]} == "$NETWORK_CHAIN" && ${KG_RECORD[bridge]} == "$BRIDGE" &&
      ${KG_RECORD[subnet]} == "$NETWORK_SUBNET" ]] && network_rule -C out && network_rule -C back || return 1
  fi
  [[ $NETWORK_FIREWALL != *firewalld* ]]
}

network_examine_forward() {
  NETWORK_TODO_OPEN=0 NETWORK_TODO_CLOSE=0
  network_read_firewall
  if ((OPEN_FORWARD && NETWORK_REFUSED)); then
    if ! network_is_open; then
      NETWORK_TODO_OPEN=1
    fi
  elif ((!OPEN_FORWARD)); then
    if [[ -e $KG_RECORDS/forward || -e $KG_RECORDS/firewalld ]]; then
      NETWORK_TODO_CLOSE=1
    elif ((NETWORK_REFUSED)); then
      kg_finding network.forward_refused warn "$NETWORK_FIREWALL" "$NETWORK_FIREWALL" "$BRIDGE"
    fi
  fi
  if ((MASQUERADE)) && ! type -P iptables >/dev/null && ! type -P nft >/dev/null; then
    kg_fail network.no_iptables ''
  fi
}

# network_firewalld_both ARG …: now, and for later starts of firewalld. It is never reloaded: that would flush the rules
# other networks have in iptables.
network_firewalld_both() {
  network_firewalld "$@" && network_firewalld --permanent "$@"
}

# The bridge joins the zone of the way out, where forwarding is allowed: the container may then do no more to the host
# than the host's neighbours may.
network_open_firewalld() {
  local zone forward=0
  network_outgoing_zone
  zone=$REPLY
  if [[ -z $zone ]]; then
    REPLY="no zone for the interface of the default route"
    return 1
  fi
  network_firewalld "--zone=$zone" --query-forward || forward=1
  kg_record_write firewalld zone "$zone" bridge "$BRIDGE" forward "$forward" || return 1
  if ((forward)); then
    network_firewalld_both "--zone=$zone" --add-forward || return 1
  fi
  network_firewalld_both "--zone=$zone" "--change-interface=$BRIDGE" && network_firewalld_passes
}

network_open_iptables() {
  kg_record_write forward name "$NAME" chain "$NETWORK_CHAIN" bridge "$BRIDGE" subnet "$NETWORK_SUBNET" || return 1
  kg_record_read forward
  network_rule -I out && network_rule -I back
}

network_open() {
  NETWORK_OPENING=1
  network_read_firewall
  if [[ $NETWORK_FIREWALL == *firewalld* ]] && ! network_open_firewalld; then
    kg_stop network.not_opened "$REPLY" firewalld
  fi
  if [[ -n $NETWORK_CHAIN ]] && ! network_open_iptables; then
    kg_stop network.not_opened "$REPLY" "$NETWORK_CHAIN"
  fi
}

# Takes back what was opened. What is gone already, after a reboot, is no failure.
network_close() {
  local way
  if kg_record_read forward; then
    for way in out back; do
      while network_rule -C "$way"; do
        network_rule -D "$way" || break
      done
    done
    kg_record_remove forward
  fi
  if kg_record_read firewalld; then
    if ! network_firewalld_runs; then
      kg_finding network.not_closed warn '' firewalld
      return 0
    fi
    network_firewalld_both "--zone=${KG_RECORD[zone]}" "--remove-interface=${KG_RECORD[bridge]}" || echo "firewalld: $REPLY"
    if [[ ${KG_RECORD[forward]} == 1 ]]; then
      network_firewalld_both "--zone=${KG_RECORD[zone]}" --remove-forward || echo "firewalld: $REPLY"
    fi
    kg_record_remove firewalld
  fi
}
