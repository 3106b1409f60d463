# Calls the gateway without a client's key: HOST PORT http|https. Nothing is sent to AIML.
set -eu
exec 3<>"/dev/tcp/$1/$2"
if [ "$3" = https ]; then
  echo "$1:$2 accepts connections"
  exit
fi
printf 'GET /v1/models HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1" >&3
read -r -t 10 version status _ <&3
if [ "$status" != 401 ]; then
  echo "GET /v1/models without a key: expected 401, got $version $status"
  exit 1
fi
echo "the gateway at $1:$2 answers, and refuses callers without a key"
