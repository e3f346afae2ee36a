#!/bin/sh
# SeaweedFS as an S3 service with one key and the one bucket that key may use. Everything but S3 listens inside the container only.
set -eu
umask 077
port=${S3_PORT:-8333}
master=${S3_MASTER:-127.0.0.1:9333}
filer=${S3_FILER:-127.0.0.1:8888}
config=$(mktemp)

cat >"$config" <<END
{"identities": [{"name": "scribe",
  "credentials": [{"accessKey": "$S3_ACCESS_KEY", "secretKey": "$S3_SECRET_KEY"}],
  "actions": ["Read:scribe", "Write:scribe", "List:scribe", "Tagging:scribe"]}]}
END

weed server -dir="${S3_FOLDER:-/data}" -ip=127.0.0.1 -ip.bind=127.0.0.1 -volume.max=0 -master.volumeSizeLimitMB=1024 \
  -volume.preStopSeconds=0 -master.telemetry=false \
  -s3 -s3.port="$port" -s3.ip.bind="${S3_BIND:-0.0.0.0}" -s3.config="$config" -s3.iam=false -s3.autoCreateBucket=false \
  -s3.port.iceberg=0 -s3.port.lance=0 "$@" &
server=$!
trap 'kill -TERM "$server"' TERM INT

until wget -q -O /dev/null "http://127.0.0.1:$port/healthz" 2>/dev/null; do
  kill -0 "$server"
  sleep 1
done
# From the second start on the bucket is there already: making it fails, and it stays as it is.
ask() { echo "$1" | weed shell -master="$master" -filer="$filer"; }
ask 's3.bucket.create -name scribe' || ask 's3.bucket.list' | grep -qw scribe
: >"${S3_READY:-/tmp/ready}" # what the health check asks for first

# The first wait ends when a signal arrives, the second when the server has ended.
wait "$server" || wait "$server"
