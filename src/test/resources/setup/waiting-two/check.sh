# shellcheck shell=bash
waiting_check
