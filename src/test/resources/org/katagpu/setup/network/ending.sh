#!/bin/bash
# Stands before a command and, at the call whose number is in /opt/end/at, ends the script that called it, before or
# after the command itself. The script leads its session.
name=${0##*/}
calls=$(($(cat /opt/end/calls) + 1))
echo "$calls" >/opt/end/calls
read -r at when signal </opt/end/at
read -ra stat </proc/self/stat
if ((calls == at)) && [[ $when == before ]]; then
  kill "-$signal" "${stat[5]}"
  [[ $signal == TERM ]] || exit 137
fi
status=0
"/opt/end/real/$name" "$@" || status=$?
if ((calls == at)) && [[ $when == after ]]; then
  kill "-$signal" "${stat[5]}"
fi
exit "$status"
