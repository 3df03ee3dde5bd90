#!/bin/sh
# Makes the secrets of docker-compose.yml in deploy/secrets (or the folder given): passwords, the keeper's
# two tokens, and addresses with the passwords in them. Those that are there already stay as they are.
set -eu
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
# Containers read the files as users of their own; the folder keeps others on this machine out.
chmod 700 "$folder"
umask 022

put() { # NAME TEXT
  [ -s "$folder/$1" ] || printf '%s' "$2" >"$folder/$1"
}
random() { # 32 bytes, as 64 hexadecimal digits: safe in any URL and shell
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

for name in postgres-password owner-password application-password keeper-password redis-password \
  s3-access-key s3-secret-key keeper-worker-token keeper-operator-token; do
  put "$name" "$(random)"
done

place=postgres:5432/wayside
put owner-database-url "postgres://wayside_owner:$(cat "$folder/owner-password")@$place"
put application-database-url "postgres://wayside_app:$(cat "$folder/application-password")@$place"
put keeper-database-url "postgres://wayside_keeper:$(cat "$folder/keeper-password")@$place"
put jobs-url "redis://:$(cat "$folder/redis-password")@redis:6379"
