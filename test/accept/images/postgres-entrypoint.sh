#!/usr/bin/env bash
# What the entrypoint of postgres:<major> does, as far as our files rely on it.
set -Eeuo pipefail

if [[ "${1:-}" != postgres ]]; then
  exec "$@"
fi

# From 18 on data lie in a folder of the major's own, and a volume at the old place would stay empty unnoticed.
if ((PG_MAJOR >= 18)) && grep -q ' /var/lib/postgresql/data ' /proc/self/mountinfo; then
  echo "Error: in 18+, these Docker images are configured to store database data in a format which is compatible" \
    "with \"pg_ctlcluster\": there is a volume at /var/lib/postgresql/data (unused mount/volume)" >&2
  exit 1
fi

if ((UID == 0)); then
  chown postgres:postgres /var/lib/postgresql
  exec setpriv --reuid postgres --regid postgres --clear-groups "$0" "$@"
fi

if [[ ! -s "${PGDATA}/PG_VERSION" ]]; then
  : "${POSTGRES_PASSWORD:?}"
  initdb --pgdata="${PGDATA}" --username="${POSTGRES_USER}" --pwfile=<(echo "${POSTGRES_PASSWORD}") >/dev/null
  printf 'host all all all scram-sha-256\n' >>"${PGDATA}/pg_hba.conf"
  # A server for the scripts of the image: it answers on the socket alone.
  pg_ctl --silent --wait --options="-c listen_addresses=''" start
  if [[ "${POSTGRES_DB}" != postgres ]]; then
    createdb --username="${POSTGRES_USER}" --maintenance-db=postgres "${POSTGRES_DB}"
  fi
  pg_ctl --silent --wait --mode=fast stop
  echo 'PostgreSQL init process complete; ready for start up.'
fi
exec "$@" -c listen_addresses='*'
