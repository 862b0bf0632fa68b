# shellcheck shell=bash
# needs: record
# Where this stage keeps its records.

# shellcheck disable=SC2034
KG_RECORDS=${KATAGPU_ROOT:-}/var/lib/katagpu/image
