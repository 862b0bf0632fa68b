# shellcheck shell=bash
# What the host's firewall does to traffic forwarded for the bridge, and the narrow way through it. Needs control.sh,
# record.sh. Calls: iptables, firewall-cmd.

# The chain our rules go into; whether forwarding is refused by default; who refuses, in a word.
NET_CHAIN='' NET_REFUSED=0 NET_FIREWALL=''
NET_TODO_OPEN=0 NET_TODO_CLOSE=0 NET_OPENING=0
readonly NET_ZONE=katagpu NET_POLICY=katagpu-out

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
  if net_firewalld_runs; then
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
  if [[ $NET_FIREWALL == *firewalld* ]]; then
    kg_record_read firewalld && net_firewalld "--zone=$NET_ZONE" "--query-source=$NET_SUBNET" || return 1
  fi
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

# firewalld reads its zones anew, which takes other rules of iptables with it where that is its backend: before the
# network is added, not after.
net_open_firewalld() {
  if [[ $NET_FIREWALL != *firewalld* ]]; then
    return 0
  fi
  NET_OPENING=1
  kg_record_write firewalld subnet "$NET_SUBNET" || net_stop no_record '' "$KG_RECORDS"
  if ! net_firewalld_open; then
    net_stop not_opened "$REPLY" firewalld
  fi
}

# A zone for the subnet, and a policy that lets it through to others; the host's own ports stay closed to it.
net_firewalld_open() {
  net_firewalld --permanent "--new-zone=$NET_ZONE" &&
    net_firewalld --permanent "--zone=$NET_ZONE" "--add-source=$NET_SUBNET" &&
    net_firewalld --permanent "--new-policy=$NET_POLICY" &&
    net_firewalld --permanent "--policy=$NET_POLICY" "--add-ingress-zone=$NET_ZONE" &&
    net_firewalld --permanent "--policy=$NET_POLICY" --add-egress-zone=ANY &&
    net_firewalld --permanent "--policy=$NET_POLICY" --set-target=ACCEPT &&
    net_firewalld --reload
}

net_open_iptables() {
  if [[ -z $NET_CHAIN ]]; then
    return 0
  fi
  NET_OPENING=1
  kg_record_write forward name "$NAME" chain "$NET_CHAIN" bridge "$BRIDGE" subnet "$NET_SUBNET" ||
    net_stop no_record '' "$KG_RECORDS"
  kg_record_read forward
  if ! net_rule -I out || ! net_rule -I back; then
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
    if net_firewalld_runs; then
      net_firewalld --permanent "--delete-policy=$NET_POLICY" || echo "firewalld: $REPLY"
      net_firewalld --permanent "--delete-zone=$NET_ZONE" || echo "firewalld: $REPLY"
      if ! net_firewalld --reload; then
        kg_finding network.not_closed warn "$REPLY" firewalld
        return 0
      fi
    else
      kg_finding network.not_closed warn '' firewalld
      return 0
    fi
    kg_record_remove firewalld
  fi
}
