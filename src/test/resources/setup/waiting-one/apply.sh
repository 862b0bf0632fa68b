# shellcheck shell=bash
# needs: waiting
waiting_apply
