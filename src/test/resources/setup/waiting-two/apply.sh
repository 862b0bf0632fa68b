# shellcheck shell=bash
waiting_apply
