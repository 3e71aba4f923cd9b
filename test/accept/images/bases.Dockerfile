# Stand-ins for the images that generated files name, made from Debian's and npm's packages alone, because a test may not
# reach a registry. Each does what the real one does as far as our files rely on it; what differs is said.

FROM scratch AS trixie
ADD trixie.tar /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["bash"]

# node:<major>-trixie-slim. Its own: the authorities that this machine trusts, and a schema engine for Prisma.
FROM trixie AS node
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
COPY schema-engine /opt/schema-engine
COPY --chmod=755 <<"EOF" /usr/local/bin/docker-entrypoint.sh
#!/bin/sh
set -e
if [ "${1#-}" != "${1}" ] || [ -z "$(command -v "${1}")" ] || { [ -f "${1}" ] && ! [ -x "${1}" ]; }; then
  set -- node "$@"
fi
exec "$@"
EOF
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
  && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
  PRISMA_SCHEMA_ENGINE_BINARY=/opt/schema-engine/schema-engine.mjs
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]

# postgres:<major>-trixie. Its own: the newer server is of a newer Debian, with that one's C library.
FROM trixie AS postgres
ARG MIRROR
ARG SUITE
ARG PG_MAJOR
RUN groupadd --system --gid 999 postgres \
  && useradd --system --uid 999 --gid postgres --home-dir /var/lib/postgresql --shell /bin/bash postgres \
  && echo "deb [check-valid-until=no] $MIRROR $SUITE main" >/etc/apt/sources.list.d/newer.list \
  && apt-get update \
  && mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
  && apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold \
    "postgresql-$PG_MAJOR" systemd-standalone-tmpfiles \
  && rm -rf /var/lib/apt/lists/* /etc/apt/sources.list.d/newer.list \
  && install -d -o postgres -g postgres -m 1777 /var/lib/postgresql /var/run/postgresql
COPY schema-engine /opt/schema-engine
COPY --chmod=755 postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
ENV LANG=C.UTF-8 \
  PG_MAJOR=$PG_MAJOR \
  PGDATA=/var/lib/postgresql/$PG_MAJOR/docker \
  PATH=$PATH:/usr/lib/postgresql/$PG_MAJOR/bin \
  PRISMA_SCHEMA_ENGINE_BINARY=/opt/schema-engine/schema-engine.mjs
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]

# What the two below stand on, fetched at once.
FROM trixie AS servers
RUN groupadd --system --gid 101 nginx \
  && useradd --system --uid 101 --gid nginx --no-create-home --home-dir /nonexistent nginx \
  && apt-get update \
  && apt-get install -y --no-install-recommends curl nginx-light valkey-server valkey-tools \
  && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled /var/www/html

# valkey/valkey:<minor>. Its own: the version is Debian's.
FROM servers AS valkey
# The real one's server is built without the mode in which it answers nobody from outside.
COPY --chmod=755 <<"EOF" /usr/local/bin/docker-entrypoint.sh
#!/bin/sh
set -e
if [ "${1}" = valkey-server ]; then
  set -- "$@" --protected-mode no
fi
exec "$@"
EOF
WORKDIR /data
VOLUME /data
EXPOSE 6379
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["valkey-server"]

# nginxinc/nginx-unprivileged:<version>. Its own: the version is Debian's.
FROM servers AS nginx
RUN install -d -o nginx -g nginx /usr/share/nginx/html
COPY <<"EOF" /etc/nginx/nginx.conf
worker_processes auto;
error_log /dev/stderr notice;
pid /tmp/nginx.pid;
events {
  worker_connections 1024;
}
http {
  proxy_temp_path /tmp/proxy_temp;
  client_body_temp_path /tmp/client_temp;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout;
  sendfile on;
  include /etc/nginx/conf.d/*.conf;
}
EOF
STOPSIGNAL SIGQUIT
USER 101
EXPOSE 8080
CMD ["nginx", "-g", "daemon off;"]
